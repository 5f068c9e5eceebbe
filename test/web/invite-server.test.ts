import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { deskLink } from '../../src/actions/admin.ts';
import { inviteClient } from '../../src/actions/invites.ts';
import { newShortCode } from '../../src/store/short-codes.ts';
import { removeData, settingsFor, startCairn, type TestCairn } from '../support/cairn.ts';
import { makeEmbedded } from '../support/database.ts';
import { signInByMail } from '../support/sign-in.ts';
import { Scanner } from '../security/support/scanner.ts';
import { postForm } from './support/serve.ts';

describe('an invite, from its link to the chat', { timeout: 60_000 }, () => {
  let cairn: TestCairn;
  let remove: () => Promise<void>;
  let settings: Record<string, string>;
  let path: string;
  let therapistId: string;
  let practice: { id: string; slug: string; name: string };
  beforeAll(async () => {
    const made = await makeEmbedded();
    remove = made.remove;
    settings = await settingsFor(made.options);
    cairn = await startCairn({ ...settings, TRUST_PROXY: 'true' });
    practice = await cairn.app.store.prisma.practice.findFirstOrThrow();
    therapistId = (await cairn.app.store.prisma.therapist.findFirstOrThrow()).id;
    await cairn.app.store.prisma.practice.update({ where: { id: practice.id }, data: { newClients: 'invited-only' } });
  });
  beforeEach(async () => {
    path = new URL((await inviteClient(cairn.app, { practiceId: practice.id, therapistId })).link).pathname;
  });
  afterAll(async () => {
    await cairn.stop();
    await removeData(settings);
    await remove();
  });

  const page = async (at: string, cookie = '') => fetch(cairn.url + at, { headers: { cookie } }).then(async (response) => ({ status: response.status, text: await response.text() }));
  const accept = async (cookie = '') => {
    const response = await postForm(cairn.url + path, { who: 'me' }, cookie ? { cookie } : {});
    return { status: response.status, to: response.headers.get('location'), cookie: response.headers.getSetCookie().map((each) => each.split(';')[0]).join('; ') };
  };

  const say = (cookie: string, text: string) => postForm(`${cairn.url}/p/${practice.slug}/messages`, { form: `f-${text}`, text }, { cookie });

  it('is a page that says who asks, as often as anybody looks', async () => {
    for (const _ of [1, 2]) expect(await page(path)).toMatchObject({ status: 200, text: expect.stringContaining('Robin Hale invites you') });
    expect(await cairn.app.store.prisma.invite.count({ where: { usedAt: { not: null } } })).toBe(0);
  });

  it('opens the chat of a practice that is closed to others, once', async () => {
    expect((await page(`/p/${practice.slug}`)).text).toContain('meets new people here by invite');
    const begun = await accept();
    expect([begun.status, begun.to]).toEqual([303, `/p/${practice.slug}?begun#latest`]);
    expect((await page(`/p/${practice.slug}`, begun.cookie)).text).toContain('Do you agree?');
    await say(begun.cookie, 'yes');
    expect(await page(path)).toMatchObject({ status: 404, text: expect.stringContaining('no longer open') });
    expect((await accept()).status).toBe(404);
  });

  it('is made on the desk by the therapist who has signed in there, and is shown once', async () => {
    const { email } = await cairn.app.store.prisma.therapist.findFirstOrThrow();
    const desk = await deskLink(cairn.app, practice.slug, email);
    const make = (headers: Record<string, string> = {}) => postForm(`${desk}/invite`, { do: 'make' }, headers);
    const count = () => cairn.app.store.prisma.invite.count();
    const before = await count();
    expect([(await make()).status, await count()]).toEqual([403, before]);
    const cookie = await signInByMail(desk, cairn.dataDir);
    const shown = await (await make({ cookie })).text();
    path = new URL(/ value="(http[^"]+\/i\/[\w-]{43})"/.exec(shown)![1]!).pathname;
    expect(await count()).toBe(before + 1);
    expect((await page(`${new URL(desk).pathname}/invite`, cookie)).text).not.toContain(path);
    expect((await page(`/p/${practice.slug}`, (await accept()).cookie)).text).toContain('Do you agree?');
  });

  it('does not take somebody out of a conversation that they have in this browser', async () => {
    const { cookie } = await accept();
    path = new URL((await inviteClient(cairn.app, { practiceId: practice.id, therapistId })).link).pathname;
    const clients = await cairn.app.store.prisma.client.count();
    expect((await accept(cookie)).cookie).toBe(cookie);
    expect(await cairn.app.store.prisma.client.count()).toBe(clients);
    expect((await page(`/p/${practice.slug}`, cookie)).text).toContain('What you send goes to Robin Hale from now on');
  });

  it('can be typed as a code, on the page of the practice', async () => {
    const { code } = await inviteClient(cairn.app, { practiceId: practice.id, therapistId });
    const wrong = await postForm(`${cairn.url}/p/${practice.slug}/code`, { code: 'K7RM3-QFH9T' });
    expect([wrong.status, (await wrong.text()).includes('That is no code I know')]).toEqual([400, true]);
    const begun = await postForm(`${cairn.url}/p/${practice.slug}/code`, { code: code.toLowerCase() });
    expect(begun.status).toBe(303);
    const [cookie] = begun.headers.getSetCookie().map((each) => each.split(';')[0]!);
    expect((await page(`/p/${practice.slug}`, cookie)).text).toContain('Do you agree?');
    expect((await postForm(`${cairn.url}/p/${practice.slug}/code`, { code })).status).toBe(400);
  });

  it('may be typed wrong ten times an hour from one network, however many addresses it has; others are let in', async () => {
    const { code } = await inviteClient(cairn.app, { practiceId: practice.id, therapistId });
    const type = async (typed: string, from: string) => (await postForm(`${cairn.url}/p/${practice.slug}/code`, { code: typed }, { 'x-forwarded-for': from })).status;
    for (let n = 0; n < 10; n += 1) expect(await type(newShortCode(), `2001:db8:41:${n}::7`)).toBe(400);
    expect(await type(code, '2001:db8:41:ffff::8')).toBe(429);
    expect(await type(code, '2001:db8:42::7')).toBe(303);
  });

  it('so can a code from another chat: the browser goes on where that chat was', async () => {
    const { cookie } = await accept();
    await say(cookie, 'yes');
    await say(cookie, 'another chat');
    const [code] = /[2-9A-Z]{5}-[2-9A-Z]{5}/.exec((await page(`/p/${practice.slug}`, cookie)).text)!;
    const joined = await postForm(`${cairn.url}/p/${practice.slug}/code`, { code });
    const [other] = joined.headers.getSetCookie().map((each) => each.split(';')[0]!);
    expect(other).not.toBe(cookie);
    await expect.poll(async () => (await page(`/p/${practice.slug}`, other)).text).toContain('Are you 18 or older?');
    await expect.poll(async () => (await page(`/p/${practice.slug}`, cookie)).text).toContain('That was not me');
  });

  it.each([
    ['sends every choice there is', 'all', {}], ['sends none', 'none', {}], ['says that it comes from our own page', 'none', { 'sec-fetch-site': 'same-origin' }],
  ] as const)('survives a scanner that opens and presses everything, and %s', async (_how, radios, headers) => {
    const clients = await cairn.app.store.prisma.client.count();
    const scanner = new Scanner(cairn.url, headers, radios);
    await scanner.scan(path);
    expect(scanner.pressed.filter((form) => form.startsWith(`${path} `))).not.toEqual([]);
    expect(await cairn.app.store.prisma.client.count()).toBe(clients);
    expect((await page(path)).text).toContain('Robin Hale invites you');
    const { cookie } = await accept();
    expect((await page(`/p/${practice.slug}`, cookie)).text).toContain('Do you agree?');
  });

  it('is not used up by a chat that was opened and left, and belongs to the one that was written in', async () => {
    const [left, written] = [await accept(), await accept()];
    for (const { cookie } of [left, written]) expect((await page(`/p/${practice.slug}`, cookie)).text).toContain('Do you agree?');
    await say(written.cookie, 'yes');
    expect((await page(`/p/${practice.slug}`, written.cookie)).text).toContain('Are you 18 or older?');
    expect((await accept()).status).toBe(404);
    const refused = await say(left.cookie, 'I am here as well');
    expect([refused.status, (await refused.text()).includes('I am here as well')]).toEqual([403, true]);
    expect((await page(`/p/${practice.slug}`, left.cookie)).text).toContain('meets new people here by invite');
  });

  it('asks whether it is theirs, and begins nothing for anybody else', async () => {
    const none = await postForm(cairn.url + path, {});
    expect([none.status, (await none.text()).includes('Please choose one of these first')]).toEqual([400, true]);
    const other = await postForm(cairn.url + path, { who: 'somebody-else' });
    expect([other.status, (await other.text()).includes('Nothing has begun')]).toEqual([200, true]);
    expect(other.headers.getSetCookie().filter((cookie) => cookie.includes(practice.slug))).toEqual([]);
    expect((await accept()).status).toBe(303);
  });

  it('leads back to the chat when it is opened again on the device it was used on', async () => {
    const { cookie } = await accept();
    await say(cookie, 'yes');
    const again = await fetch(cairn.url + path, { redirect: 'manual', headers: { cookie } });
    expect([again.status, again.headers.get('location')]).toEqual([303, `/p/${practice.slug}#latest`]);
    expect((await page(path)).status).toBe(404);
  });

  it('that never was is told in the same words as one that is used up', async () => {
    expect(await page('/i/made-up')).toMatchObject({ status: 404, text: expect.stringContaining('no longer open') });
  });
});
