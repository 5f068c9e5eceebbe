import { afterEach, describe, expect, test } from 'vitest';
import type { AlertAct, AlertActed } from '../../src/actions/clear-alert.ts';
import { clientPlanPage } from '../../src/web/pages/plan/client-plan.ts';
import { deskPage } from '../../src/web/pages/desk.ts';
import { reviewPage } from '../../src/web/pages/plan/review.ts';
import type { HelpNow, PlanPage, WebParts } from '../../src/web/parts.ts';
import { memoryParts } from './support/parts.ts';
import { alertOf, AT, freshPlan, planAfter, practice, viewOf } from './support/plan.ts';
import { postForm, serve, type Served } from './support/serve.ts';
import { english } from './support/words.ts';

let served: Served | undefined;
afterEach(() => served?.close());

const alert = alertOf('I cannot go on like this.');
const at = (page: string): string => `${served!.base}${page}/safety/${alert.id}`;

/** The server over parts in memory, with an alert that takes what is done to it. */
async function start(answer: AlertActed | null = { ok: true }) {
  const done: { token: string; alert: string; what: AlertAct }[] = [];
  const withdrawn: string[] = [];
  const world = await memoryParts();
  const { plans, desk } = world.parts;
  const withAlert = <T extends object | null>(page: T): T => page && { ...page, alerts: [alert] };
  const parts: WebParts = {
    ...world.parts,
    plans: { ...plans, openReview: async (key) => withAlert(await plans.openReview(key)), withdrawConsent: async ({ token }) => { withdrawn.push(token); return true; } },
    desk: { ...desk, open: async (token) => withAlert(await desk.open(token)) },
    safety: { act: async (token, id, what) => { done.push({ token, alert: id, what }); return answer; } },
  };
  served = await serve(parts);
  return { ...world, done, withdrawn };
}

describe('an alert on a therapist’s pages', () => {
  const pages = ['/review/review-token', '/desk/desk-token', `/desk/desk-token/plan/${freshPlan().id}`];

  test.each(pages)('is looked at without a change on %s, by people and by scanners', async (page) => {
    const { done } = await start();
    for (const method of ['GET', 'HEAD']) {
      await fetch(served!.base + page, { method });
      await fetch(`${at(page)}?do=acknowledge`, { method });
    }
    expect(done).toEqual([]);
    expect(await (await fetch(served!.base + page)).text()).toContain('I cannot go on like this.');
  });

  test.each(pages)('is seen and cleared by a deliberate post on %s, which leads back to it', async (page) => {
    const { done } = await start();
    const html = await (await fetch(served!.base + page)).text();
    expect(html).toContain(`action="${page}/safety/${alert.id}"`);
    const seen = await postForm(at(page), { do: 'acknowledge' });
    expect([seen.status, seen.headers.get('location')]).toEqual([303, `${page}?did=alert-seen#alerts`]);
    const cleared = await postForm(at(page), { do: 'clear', note: 'We spoke.' });
    expect(cleared.headers.get('location')).toBe(`${page}?did=alert-cleared#alerts`);
    const token = page.split('/')[2]!;
    expect(done).toEqual([{ token, alert: alert.id, what: { do: 'acknowledge' } }, { token, alert: alert.id, what: { do: 'clear', note: 'We spoke.' } }]);
    expect(await (await fetch(`${served!.base}${page}?did=alert-cleared`)).text()).toContain('Cleared. What waited for it goes on.');
  });

  test('is not cleared by a post of anything else', async () => {
    const { done } = await start({ ok: false, problem: 'empty' });
    await postForm(at(pages[0]!), { do: 'whatever' });
    await postForm(at(pages[0]!), {});
    expect(done.map(({ what }) => what)).toEqual([{ do: 'clear', note: '' }, { do: 'clear', note: '' }]);
  });

  test('gives a note back that could not be taken, and says why', async () => {
    await start({ ok: false, problem: 'too-long' });
    const response = await postForm(at(pages[0]!), { do: 'clear', note: 'All the <b>words</b> of it' });
    const html = await response.text();
    expect(response.status).toBe(422);
    expect(html).toContain('All the &lt;b&gt;words&lt;/b&gt; of it');
    expect(html).toContain('The note is too long to keep.');
    expect(html).toContain(`action="${pages[0]}/safety/${alert.id}"`);
  });

  test('is nobody’s with a link that opens nothing, and not another site’s to post', async () => {
    const { done } = await start(null);
    expect((await postForm(at('/review/nope'), { do: 'clear', note: 'x' })).status).toBe(404);
    expect((await postForm(at(pages[0]!), { do: 'clear', note: 'x' })).status).toBe(404);
    const before = done.length;
    expect((await postForm(at(pages[0]!), { do: 'clear', note: 'x' }, { 'sec-fetch-site': 'cross-site' })).status).toBe(403);
    expect(done).toHaveLength(before);
  });

  const around = { language: 'en', timeZone: 'UTC' };
  const review = (more: Partial<PlanPage>) => String(reviewPage(english, { view: viewOf(freshPlan(), 'therapist'), ...around, ...more }, { action: '/review/t' }));

  test('stands before the plan, with what was said, what was answered and what was done', () => {
    const html = review({ alerts: [{ ...alert, answers: [{ question: 'Whether you are safe right now', text: 'Not sure' }] }] });
    expect(html.indexOf('id="alerts"')).toBeLessThan(html.indexOf('Areas of focus'));
    for (const part of ['Danger was spoken of', 'I cannot go on like this.', 'Not sure', 'Dr. Ines Albrecht was told by mail', 'Nobody has said yet that they have seen this.', 'I have seen this', 'Why it can be cleared', 'Until it is cleared, no plan is drafted for Mara']) expect(html).toContain(part);
  });

  test('that was seen asks no more to be seen; one that was cleared is part of the record', () => {
    expect(review({ alerts: [{ ...alert, acknowledged: { by: 'Ana Ruiz', at: AT } }] })).not.toContain('I have seen this');
    const cleared = review({ alerts: [{ ...alert, cleared: { by: 'Ana Ruiz', at: AT, note: 'Safe with her sister.' } }] });
    expect(cleared).toContain('Cleared by Ana Ruiz');
    expect(cleared).toContain('Safe with her sister.');
    expect(cleared).not.toContain('action="/review/t/safety/');
  });

  test('says so where nothing of what was written is kept, and where nobody could be told', () => {
    const html = review({ alerts: [{ ...alert, said: [{ at: AT, text: '' }], told: [] }] });
    expect(html).toContain('What was written is not kept');
    expect(html).toContain('Nobody could be told.');
  });

  test('on a desk says whose it is', () => {
    const html = String(deskPage(english, { practice, therapist: { name: 'Dr. Ines Albrecht' }, ...around, rows: [], alerts: [alert] }, { base: '/desk/t', shelf: 'all', search: '' }));
    expect(html).toContain('<span dir="auto">Mara</span>: Danger was spoken of');
    expect(html).toContain(`action="/desk/t/safety/${alert.id}"`);
  });

  test('holds approving on the page, and says why', () => {
    const held = String(reviewPage(english, { view: viewOf(freshPlan(), 'therapist', { held: true }), ...around, alerts: [alert] }, { action: '/review/t' }));
    expect(held).toContain('You can approve this plan once it is cleared');
    expect(held).not.toContain('Approve this plan');
  });
});

describe('the client’s page', () => {
  const around = { language: 'en', timeZone: 'UTC' };
  const help: HelpNow = { country: 'IE', countries: [], emergency: '112', lines: [{ name: 'Samaritans', ways: [{ kind: 'call', label: 'Call 116 123', href: 'tel:116123' }] }] };
  const opened = planAfter([['therapist', { do: 'open' }]]);
  const mine = (more: Partial<PlanPage>, held = false, fromChat = true) =>
    String(clientPlanPage(english, { view: viewOf(opened, 'client', { held }), ...around, ...more }, { action: '/p/linden-street/my-plan', fromChat }));

  test('shows who to call while an alert is open, before everything else, and the way to the chat', () => {
    const html = mine({ help }, true);
    expect(html.indexOf('id="help"')).toBeLessThan(html.indexOf('<h1>'));
    for (const part of ['You do not have to be alone with this', 'href="tel:112"', 'Call 116 123', 'href="/p/linden-street#latest"', 'this is not an emergency service']) expect(html).toContain(part);
    expect(html).toContain('Dr. Ines Albrecht would first like to know how you are.');
    expect(html).not.toContain('I agree with this plan');
    expect(html).not.toContain('id="alerts"');
  });

  test('without a country leads to the page where one can be chosen', () => {
    expect(mine({ help: { country: null, countries: [], lines: [] } }, true)).toContain('/help-now?practice=linden-street');
  });

  test('is as ever when nothing was heard', () => {
    const html = mine({ help: null });
    expect(html).not.toContain('id="help"');
    expect(html).toContain('I agree with this plan');
  });

  test('lets consent be taken back: what happens, and one press; a look takes nothing back', async () => {
    const { withdrawn, parts } = await start();
    const begun = await parts.chat.begin(practice.slug);
    const headers = { cookie: `cairn-${practice.slug}=${begun.token}` };
    const page = `${served!.base}/p/${practice.slug}/my-plan`;
    const html = await (await fetch(page, { headers })).text();
    expect(html).toContain(`action="/p/${practice.slug}/my-plan/withdraw-consent"`);
    expect(html).toContain('I then ask you nothing more, and nothing more goes into a plan.');
    await fetch(`${page}/withdraw-consent`, { headers });
    expect(withdrawn).toEqual([]);
    expect((await postForm(`${page}/withdraw-consent`, {}, { ...headers, 'sec-fetch-site': 'cross-site' })).status).toBe(403);
    const done = await postForm(`${page}/withdraw-consent`, {}, headers);
    expect([done.status, done.headers.get('location')]).toEqual([303, `/p/${practice.slug}/my-plan?did=consent-withdrawn`]);
    expect(withdrawn).toEqual([begun.token]);
    expect(mine({ withdrawn: true })).not.toContain('withdraw-consent');
    expect(mine({ withdrawn: true })).toContain('You took your consent back');
  });
});
