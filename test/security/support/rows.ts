import type { World } from './world.ts';

/** Who may see what a route shows, or do what it does. `anyone`: there is nothing of anybody in it. */
export type Who = 'therapist' | 'client' | 'chat' | 'bearer' | 'anyone';

/** How a route is called as it is meant to be. */
export interface Row {
  who: Who;
  /** Its address; with a token in it, `token` says which. */
  at(world: World, token: string): string;
  purpose?: 'review' | 'plan' | 'desk';
  /** What is sent along. */
  form?(world: World): Record<string, string>;
  json?(world: World): unknown;
  /** It shows words of the client or of the therapist. */
  shows?: true;
  /** It has no such words in it, and is theirs all the same; what is in it. */
  tells?: RegExp;
  /** It gives a file whose words cannot be read as they are; what it begins with. */
  file?: RegExp;
  /** A sent form changes the plan, or what is said. */
  changes?: true;
  /** The answer does not end by itself. */
  streams?: true;
}

const add = (): Record<string, string> => ({ form: 'add', do: 'add', kind: 'goal', text: 'One line more', reason: 'Because.', seen: '1' });
const message = () => ({ messageId: `m-${Math.random()}`, content: { kind: 'text', text: 'a word more' } });
const seen = (): Record<string, string> => ({ do: 'acknowledge' });
const code = () => ({ code: '000000' });

/** The files below a plan's page. */
const copies = (path: string, page: Row): Record<string, Row> => {
  const below = (name: string, more: Partial<Row> = {}): Record<string, Row> =>
    ({ [`GET ${path}/${name}`]: { ...page, at: (world, token) => `${page.at(world, token)}/${name}`, shows: true, ...more } });
  return { ...below('plan.pdf', { file: /^%PDF-/ }), ...below('plan.ics', { file: /^BEGIN:VCALENDAR/ }), ...(page.who === 'therapist' && below('plan.fhir.json')) };
};

/** One row for every route. A route without one fails a test: somebody has to say who may use it. */
export const rows: Record<string, Row> = {
  'GET /': { who: 'anyone', at: () => '/' },
  'GET /help-now': { who: 'anyone', at: ({ slug }) => `/help-now?practice=${slug}` },
  'GET /mailbox': { who: 'anyone', at: () => '/mailbox' },
  'GET /assets/:name': { who: 'anyone', at: () => '/assets/cairn.css' },
  'GET /accent/:name': { who: 'anyone', at: () => '/accent/2f6f62.css' },
  'GET /robots.txt': { who: 'anyone', at: () => '/robots.txt' },
  'GET /healthz': { who: 'anyone', at: () => '/healthz' },
  'GET /readyz': { who: 'anyone', at: () => '/readyz' },
  'GET /metrics': { who: 'anyone', at: () => '/metrics' },

  'POST /api/chat': { who: 'anyone', at: () => '/api/chat', json: ({ slug }) => ({ practice: slug }) },
  'POST /api/chat/messages': { who: 'bearer', at: () => '/api/chat/messages', json: message, changes: true },
  'GET /api/chat/messages': { who: 'bearer', at: () => '/api/chat/messages', shows: true },
  'GET /api/chat/events': { who: 'bearer', at: () => '/api/chat/events', shows: true, streams: true },

  'GET /p/:slug': { who: 'chat', at: ({ slug }) => `/p/${slug}`, shows: true },
  'POST /p/:slug/begin': { who: 'anyone', at: ({ slug }) => `/p/${slug}/begin`, form: () => ({}) },
  'POST /p/:slug/messages': { who: 'chat', at: ({ slug }) => `/p/${slug}/messages`, form: () => ({ form: `f-${Math.random()}`, text: 'a word more' }), changes: true },
  'GET /p/:slug/messages': { who: 'chat', at: ({ slug }) => `/p/${slug}/messages`, shows: true },
  'GET /p/:slug/events': { who: 'chat', at: ({ slug }) => `/p/${slug}/events`, shows: true, streams: true },
  'GET /p/:slug/my-plan': { who: 'chat', at: ({ slug }) => `/p/${slug}/my-plan`, shows: true },
  'POST /p/:slug/my-plan': { who: 'chat', at: ({ slug }) => `/p/${slug}/my-plan`, form: add, changes: true },

  'GET /review/:token': { who: 'therapist', purpose: 'review', at: (_, token) => `/review/${token}`, shows: true },
  'POST /review/:token': { who: 'therapist', purpose: 'review', at: (_, token) => `/review/${token}`, form: add, changes: true },
  'GET /review/:token/hand-over': { who: 'therapist', purpose: 'review', at: (_, token) => `/review/${token}/hand-over`, shows: true },
  'POST /review/:token/hand-over': { who: 'therapist', purpose: 'review', at: (_, token) => `/review/${token}/hand-over`, form: ({ colleagueId }) => ({ to: colleagueId }), changes: true },
  'POST /review/:token/code': { who: 'anyone', purpose: 'review', at: (_, token) => `/review/${token}/code`, form: code },

  'GET /plan/:token': { who: 'client', purpose: 'plan', at: (_, token) => `/plan/${token}`, shows: true },
  'POST /plan/:token': { who: 'client', purpose: 'plan', at: (_, token) => `/plan/${token}`, form: add, changes: true },
  'POST /review/:token/safety/:alert': { who: 'therapist', purpose: 'review', at: ({ alertId }, token) => `/review/${token}/safety/${alertId}`, form: seen, changes: true },
  'POST /desk/:token/safety/:alert': { who: 'therapist', purpose: 'desk', at: ({ alertId }, token) => `/desk/${token}/safety/${alertId}`, form: seen, changes: true },
  'POST /desk/:token/plan/:planId/safety/:alert': { who: 'therapist', purpose: 'desk', at: ({ planId, alertId }, token) => `/desk/${token}/plan/${planId}/safety/${alertId}`, form: seen, changes: true },
  'POST /plan/:token/withdraw-consent': { who: 'client', purpose: 'plan', at: (_, token) => `/plan/${token}/withdraw-consent`, form: () => ({}), changes: true },
  'POST /p/:slug/my-plan/withdraw-consent': { who: 'chat', at: ({ slug }) => `/p/${slug}/my-plan/withdraw-consent`, form: () => ({}), changes: true },

  'GET /plan/:token/my-data': { who: 'client', purpose: 'plan', at: (_, token) => `/plan/${token}/my-data`, shows: true },
  'GET /plan/:token/my-data/delete': { who: 'client', purpose: 'plan', at: (_, token) => `/plan/${token}/my-data/delete`, shows: true },
  'POST /plan/:token/my-data/download': { who: 'client', purpose: 'plan', at: (_, token) => `/plan/${token}/my-data/download`, form: () => ({}), changes: true },
  'POST /plan/:token/my-data/delete': { who: 'client', purpose: 'plan', at: (_, token) => `/plan/${token}/my-data/delete`, form: () => ({ delete: 'everything' }), changes: true },
  'GET /p/:slug/my-data': { who: 'chat', at: ({ slug }) => `/p/${slug}/my-data`, shows: true },
  'GET /p/:slug/my-data/delete': { who: 'chat', at: ({ slug }) => `/p/${slug}/my-data/delete`, shows: true },
  'POST /p/:slug/my-data/download': { who: 'chat', at: ({ slug }) => `/p/${slug}/my-data/download`, form: () => ({}), changes: true },
  'POST /p/:slug/my-data/delete': { who: 'chat', at: ({ slug }) => `/p/${slug}/my-data/delete`, form: () => ({ delete: 'everything' }), changes: true },
  'GET /p/:slug/my-data/deleted': { who: 'anyone', at: ({ slug }) => `/p/${slug}/my-data/deleted` },

  ...copies('/review/:token', { who: 'therapist', purpose: 'review', at: (_, token) => `/review/${token}` }),
  ...copies('/desk/:token/plan/:planId', { who: 'therapist', purpose: 'desk', at: ({ planId }, token) => `/desk/${token}/plan/${planId}` }),
  ...copies('/plan/:token', { who: 'client', purpose: 'plan', at: (_, token) => `/plan/${token}` }),
  ...copies('/p/:slug/my-plan', { who: 'chat', at: ({ slug }) => `/p/${slug}/my-plan` }),

  'POST /plan/:token/code': { who: 'anyone', purpose: 'plan', at: (_, token) => `/plan/${token}/code`, form: code },

  'GET /desk/:token': { who: 'therapist', purpose: 'desk', at: (_, token) => `/desk/${token}`, shows: true },
  'GET /desk/:token/history/:planId': { who: 'therapist', purpose: 'desk', at: ({ planId }, token) => `/desk/${token}/history/${planId}`, shows: true },
  'GET /desk/:token/plan/:planId': { who: 'therapist', purpose: 'desk', at: ({ planId }, token) => `/desk/${token}/plan/${planId}`, shows: true },
  'POST /desk/:token/plan/:planId': { who: 'therapist', purpose: 'desk', at: ({ planId }, token) => `/desk/${token}/plan/${planId}`, form: add, changes: true },
  'GET /desk/:token/plan/:planId/hand-over': { who: 'therapist', purpose: 'desk', at: ({ planId }, token) => `/desk/${token}/plan/${planId}/hand-over`, shows: true },
  'POST /desk/:token/plan/:planId/hand-over': { who: 'therapist', purpose: 'desk', at: ({ planId }, token) => `/desk/${token}/plan/${planId}/hand-over`, form: ({ colleagueId }) => ({ to: colleagueId }), changes: true },
  'GET /desk/:token/invite': { who: 'therapist', purpose: 'desk', at: (_, token) => `/desk/${token}/invite`, tells: /<h2 id="open-invites">/ },
  'POST /desk/:token/invite': { who: 'therapist', purpose: 'desk', at: (_, token) => `/desk/${token}/invite`, form: () => ({ do: 'end' }), changes: true },
  'GET /desk/:token/intake': { who: 'therapist', purpose: 'desk', at: (_, token) => `/desk/${token}/intake`, tells: /<dl class="counts">/ },
  'GET /desk/:token/settings': { who: 'therapist', purpose: 'desk', at: (_, token) => `/desk/${token}/settings`, tells: /<h2 id="chats">/ },
  'POST /desk/:token/settings': { who: 'therapist', purpose: 'desk', at: (_, token) => `/desk/${token}/settings`, form: () => ({ do: 'disconnect' }), changes: true },
  'POST /desk/:token/code': { who: 'anyone', purpose: 'desk', at: (_, token) => `/desk/${token}/code`, form: code },

  'GET /i/:token': { who: 'anyone', at: () => '/i/x' },
  'POST /i/:token': { who: 'anyone', at: () => '/i/x', form: () => ({}) },
  'POST /p/:slug/code': { who: 'anyone', at: ({ slug }) => `/p/${slug}/code`, form: code },

  'POST /sign-out': { who: 'anyone', at: () => '/sign-out', form: () => ({ as: 'therapist' }) },
  'GET /signed-out': { who: 'anyone', at: () => '/signed-out' },
  'POST /new-link': { who: 'anyone', at: () => '/new-link', form: () => ({ link: 'x' }) },
  'GET /new-link': { who: 'anyone', at: () => '/new-link' },
  'GET /handed-over': { who: 'anyone', at: () => '/handed-over' },
};
