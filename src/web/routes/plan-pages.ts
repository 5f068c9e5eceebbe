import { Router, type Request, type RequestHandler, type Response } from 'express';
import type { Refusal } from '../../core/plan/act.ts';
import { lineOf } from '../../core/plan/apply.ts';
import { browserWords, faultOf, sayWhenToRetry, sendPage } from '../answering.ts';
import { fieldsOf, formBody } from '../bodies.ts';
import { readPerson } from '../cookies.ts';
import { FORM_LIMIT } from '../limits.ts';
import { clientPlanPage } from '../pages/plan/client-plan.ts';
import { reviewPage } from '../pages/plan/review.ts';
import type { PlanPageState } from '../pages/plan/standing.ts';
import { linkGonePage, tryAgainPage } from '../pages/plain.ts';
import type { PlanKey, PlanPage, WebParts } from '../parts.ts';
import { readPlanForm, type FormAct } from '../plan-form.ts';
import { sameSiteOnly } from '../security.ts';
import { doorTo } from './door.ts';

/** What was done, for the line on top of the next page; anything else in the address is left out. */
const deeds = ['drafted', 'proposed', 'sent', 'withdrawn', 'accepted', 'declined', 'to-discuss', 'replied', 'approved', 'plan-declined', 'reopened', 'noted'];

/** The therapist's and the client's page of a plan. Reading changes nothing; every change is a form sent to the page's own address. */
export function planPages(parts: WebParts): Router {
  const router = Router();
  const sides = [
    { path: '/review/:token', open: parts.plans.openReview, page: reviewPage, door: '/review' },
    { path: '/desk/:token/plan/:planId', open: parts.plans.openReview, page: reviewPage, door: '/desk' },
    { path: '/plan/:token', open: parts.plans.openClientPlan, page: clientPlanPage, door: '/plan' },
    // Who chats here needs no link: the cookie of the chat is the key.
    { path: '/p/:slug/my-plan', open: parts.plans.openClientPlan, page: clientPlanPage, door: null },
  ] as const;

  for (const { path, open, page, door } of sides) {
    const guard: RequestHandler = door ? doorTo(parts, door) : (_request, _response, next) => next();
    const keyOf = (request: Request): PlanKey => {
      const { token, planId, slug } = request.params;
      if (slug !== undefined) return { token: readPerson(request, String(slug)) ?? '' };
      return { token: String(token), ...(planId ? { planId: String(planId) } : {}) };
    };
    const gone = (request: Request, response: Response) => sendPage(response, 404, linkGonePage(browserWords(parts, request)));
    const show = (request: Request, response: Response, status: number, plan: PlanPage, state: Omit<PlanPageState, 'action'>) =>
      sendPage(response, status, page(parts.words(plan.language), plan, { action: request.path, ...state }));

    router.get(path, guard, async (request, response) => {
      const plan = await open(keyOf(request));
      if (!plan) return gone(request, response);
      const did = deeds.find((deed) => deed === request.query.did);
      await show(request, response, 200, plan, did ? { did } : {});
    });

    router.post(path, sameSiteOnly, guard, formBody(FORM_LIMIT), async (request, response) => {
      const key = keyOf(request);
      try {
        const plan = await open(key);
        if (!plan) return await gone(request, response);
        const words = parts.words(plan.language);
        const wanted = readPlanForm(request.body, plan.view, words.t(plan.view.viewer === 'client' ? 'plan.why-words' : 'review.why-words'));
        const kept = (problem: string) => ({ form: String(request.body?.form ?? ''), fields: Object.fromEntries(fieldsOf(request.body)), problem });
        if ('problem' in wanted) {
          const problem = words.t(`refused.${wanted.problem}`);
          return await show(request, response, 400, plan, { problem, kept: kept(problem) });
        }
        const result = 'note' in wanted ? await noted(parts, key, wanted.note) : await parts.plans.act(key, wanted.act);
        if (!result) return await gone(request, response);
        if (result.ok) return response.redirect(303, `${request.path}?did=${deedOf(wanted, plan)}${placeOf(wanted, plan)}`);
        const { refusal } = result;
        const now = (await open(key)) ?? plan;
        const problem = words.t(`refused.${refusal.code}`, { count: refusal.code === 'open-proposals' ? refusal.count : 0 });
        await show(request, response, statusOf(refusal), now, { problem, kept: kept(problem), since: refusal.code === 'changed-since' ? refusal.since : [] });
      } catch (error) {
        const fault = faultOf(error);
        if (fault.status >= 500) parts.onError?.(error, path);
        sayWhenToRetry(response, fault);
        await sendPage(response, fault.status, tryAgainPage(browserWords(parts, request), request.path, fieldsOf(request.body)));
      }
    });
  }
  return router;
}

const noted = async (parts: WebParts, key: PlanKey, text: string): Promise<{ ok: true } | null> =>
  (await parts.plans.addNote(key, text)) ? { ok: true } : null;

/** Overtaken by the other side, or by oneself in another tab: 409. All else is for the writer to put right. */
const statusOf = ({ code }: Refusal): number => (['changed-since', 'already-decided', 'open-proposals', 'declined', 'not-found'].includes(code) ? 409 : 422);

function deedOf(wanted: Exclude<FormAct, { problem: string }>, { view }: PlanPage): string {
  if ('note' in wanted) return 'noted';
  const { act } = wanted;
  switch (act.do) {
    case 'add': case 'change': case 'remove': case 'ask': return view.viewer === 'therapist' ? 'drafted' : 'proposed';
    case 'send': return 'sent';
    case 'withdraw': return 'withdrawn';
    case 'decide': return act.decision === 'accept' ? 'accepted' : act.decision === 'decline' ? 'declined' : 'to-discuss';
    case 'reply': return 'replied';
    case 'approve': case 'open': return 'approved';
    case 'decline': return 'plan-declined';
    case 'reopen': return 'reopened';
  }
}

/** The part of the page that was being read. */
function placeOf(wanted: Exclude<FormAct, { problem: string }>, { view }: PlanPage): string {
  if ('note' in wanted) return '#notes';
  const { act } = wanted;
  if ((act.do === 'change' || act.do === 'remove' || act.do === 'ask') && act.item) return `#line-${encodeURIComponent(act.item)}`;
  if (act.do === 'reply' || (act.do === 'decide' && act.decision === 'discuss')) return `#proposal-${encodeURIComponent(act.proposal)}`;
  if (act.do === 'withdraw' || act.do === 'decide') {
    const about = view.plan.proposals.find(({ id }) => id === act.proposal);
    const line = about && lineOf(about.change);
    return line ? `#line-${encodeURIComponent(line)}` : '';
  }
  return act.do === 'add' && act.item.sources.some(({ from }) => from === 'library') ? '#suggestions' : '';
}
