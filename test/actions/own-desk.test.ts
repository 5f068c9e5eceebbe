import { beforeAll, beforeEach, expect, it } from 'vitest';
import { addTherapist } from '../../src/actions/admin.ts';
import { beginWithInvite } from '../../src/actions/begin-on-web.ts';
import { accountOfToken } from '../../src/actions/chat-on-web.ts';
import { chatPlatforms, connectFromDesk, disconnectFromDesk } from '../../src/actions/desk-chats.ts';
import { endDeskInvites, inviteFromDesk, openDeskInvites } from '../../src/actions/desk-invites.ts';
import { openDeskIntake } from '../../src/actions/desk-intake.ts';
import { changeDeskSettings, openDeskSettings } from '../../src/actions/desk-settings.ts';
import { openInvite } from '../../src/actions/invite-link.ts';
import { INVITE_DAYS } from '../../src/actions/invites.ts';
import { setTherapistSettings } from '../../src/actions/therapist-settings.ts';
import { linkTo } from '../../src/actions/word-notice.ts';
import { revokeReviewLinks } from '../../src/store/review-links.ts';
import type { Store } from '../../src/store/open-store.ts';
import { bindWorkspace } from '../../src/store/workspaces.ts';
import { days, deskToken, openTestApp, type TestApp } from '../support/app.ts';
import { eachDatabase } from '../support/database.ts';

const tokenOf = (link: string): string => link.split('/').at(-1)!;

eachDatabase('what a therapist does from their desk', (open) => {
  let store: Store;
  let test: TestApp;
  let desk: string;
  /** A colleague of the same practice, and somebody of another one. */
  let colleague: string;
  let stranger: string;
  beforeAll(async () => void (store = await open()));
  beforeEach(async () => {
    test = await openTestApp(store);
    const ana = await addTherapist(test.app, { practiceId: test.practice.id, name: 'Ana', email: 'ana@willow.example', language: 'en', takesNew: false, orientations: ['act'] });
    const elsewhere = await openTestApp(store);
    [desk, colleague, stranger] = [await deskToken(test), await deskToken(test, ana.id), await deskToken(elsewhere)];
  });

  it('an invite from there opens a conversation with them, and counts until it is used', async () => {
    const made = (await inviteFromDesk(test.app, desk))!;
    await inviteFromDesk(test.app, desk);
    expect(made.platforms).toEqual(['slack', 'web']);
    expect(Date.parse(made.until) - test.now().getTime()).toBeGreaterThan(days(INVITE_DAYS - 1));
    expect(await openDeskInvites(test.app, desk)).toMatchObject({ open: 2, lastUntil: expect.stringMatching(/^2026-04-01T/) });

    const { token } = (await beginWithInvite(test.app, tokenOf(made.link)))!;
    await test.settle();
    const { clientId } = (await accountOfToken(test.app, token))!;
    expect(await store.prisma.client.findUniqueOrThrow({ where: { id: clientId! } })).toMatchObject({ therapistId: test.therapist.id });
  });

  it('ends the invites of this desk and of no other', async () => {
    const [mine, theirs, others] = [await inviteFromDesk(test.app, desk), await inviteFromDesk(test.app, colleague), await inviteFromDesk(test.app, stranger)];
    expect(await endDeskInvites(test.app, desk)).toEqual({ ended: 1 });
    const opens = await Promise.all([mine, theirs, others].map(async (each) => (await openInvite(test.app, tokenOf(each!.link))) !== null));
    expect(opens).toEqual([false, true, true]);
    expect((await Promise.all([desk, colleague, stranger].map((each) => openDeskInvites(test.app, each)))).map((each) => each!.open)).toEqual([0, 1, 1]);
  });

  it('an invite that has run out is not open any more', async () => {
    await inviteFromDesk(test.app, desk);
    test.later(days(INVITE_DAYS - 1));
    expect((await openDeskInvites(test.app, await deskToken(test)))!.open).toBe(1);
    test.later(days(2));
    const again = await deskToken(test);
    expect(await openDeskInvites(test.app, again)).toMatchObject({ open: 0, lastUntil: null });
  });

  it('a code from there connects a chat, which this desk alone shows and disconnects', async () => {
    await bindWorkspace(store.prisma, { channel: 'slack', workspace: 'T1', practiceId: test.practice.id });
    const robin = test.newClient(undefined, 'slack');
    const { code, platforms } = (await connectFromDesk(test.app, desk))!;
    expect(platforms).toEqual(['slack']);
    await robin.write(code);
    expect(robin.last).toContain('This chat is connected with your desk');
    const chatsOf = async (token: string) => (await openDeskSettings(test.app, token))!.chats.map(({ channel }) => channel);
    expect([await chatsOf(desk), await chatsOf(colleague), await chatsOf(stranger)]).toEqual([['slack'], [], []]);
    expect([await disconnectFromDesk(test.app, colleague), await disconnectFromDesk(test.app, desk)]).toEqual([{ ended: 0 }, { ended: 1 }]);
    expect(await chatsOf(desk)).toEqual([]);
  });

  it('makes no code where nothing could be connected', async () => {
    (test.app.channels as Map<string, unknown>).delete('slack');
    expect([chatPlatforms(test.app), await connectFromDesk(test.app, desk)]).toEqual([[], null]);
  });

  it('settings are changed for this therapist alone, and what is not named stays', async () => {
    const of = async (token: string) => {
      const { reminders, notices, language, zone, timeZone } = (await openDeskSettings(test.app, token))!;
      return { reminders, notices, language, zone, timeZone };
    };
    const before = { reminders: true, notices: 'chats', language: 'en', zone: null, timeZone: 'Europe/Dublin' };
    expect(await of(desk)).toEqual(before);
    expect(await changeDeskSettings(test.app, desk, { reminders: 'off', notices: 'mail-only', language: 'es', zone: 'Europe/Madrid' })).toBe(true);
    expect(await of(desk)).toEqual({ reminders: false, notices: 'mail-only', language: 'es', zone: 'Europe/Madrid', timeZone: 'Europe/Madrid' });
    await changeDeskSettings(test.app, desk, { reminders: 'perhaps', notices: '', zone: '' });
    expect(await of(desk)).toEqual({ reminders: false, notices: 'mail-only', language: 'es', zone: null, timeZone: 'Europe/Dublin' });
    expect([await of(colleague), await of(stranger)]).toEqual([before, before]);
  });

  it.each([{ language: 'xx' }, { language: '' }, { zone: 'Europe/Nowhere' }])('%j is refused, and changes nothing', async (wish) => {
    await expect(changeDeskSettings(test.app, desk, { reminders: 'off', ...wish })).rejects.toMatchObject({ code: 'invalid-input' });
    expect((await openDeskSettings(test.app, desk))!.reminders).toBe(true);
  });

  it('offers every zone there is, those of the country first, and names the ways that were set by command', async () => {
    await setTherapistSettings(test.app, test.therapist.id, { noticeRoutes: ['slack', 'mail'] });
    const { zones, notices, routes, languages } = (await openDeskSettings(test.app, desk))!;
    expect(zones.likely).toEqual(['Europe/Dublin']);
    expect(zones.all).toEqual(expect.arrayContaining(['Europe/Dublin', 'America/New_York', 'Asia/Kolkata']));
    expect([notices, routes, languages]).toEqual([null, ['slack', 'mail'], ['en', 'es']]);
  });

  it('tells how far the people of this practice come, and of no other', async () => {
    for (let one = 0; one < 6; one += 1) await test.newClient().write('hello');
    expect((await openDeskIntake(test.app, colleague))!.progress).toMatchObject({ finished: null, underWay: 6, groups: [] });
    expect((await openDeskIntake(test.app, stranger))!.progress.underWay).toBeNull();
  });

  it('nothing is done with a link of another kind, or one that has ended', async () => {
    const link = { practiceId: test.practice.id, therapistId: test.therapist.id };
    const expired = tokenOf(await linkTo(test.app, { purpose: 'desk', ...link }, -1));
    const client = test.newClient();
    const { plan, clientId } = await client.holdIntake();
    const review = tokenOf(await linkTo(test.app, { purpose: 'review', ...link, planId: plan.id }, 14));
    const mine = tokenOf(await linkTo(test.app, { purpose: 'plan', practiceId: test.practice.id, clientId, planId: plan.id }, 14));
    await revokeReviewLinks(store.prisma, { therapistId: test.therapist.id }, test.now());
    for (const token of ['made-up', '', expired, review, mine, desk]) {
      expect(await Promise.all([openDeskInvites, inviteFromDesk, endDeskInvites, openDeskSettings, connectFromDesk, disconnectFromDesk, openDeskIntake].map((act) => act(test.app, token)))).toEqual(Array(7).fill(null));
      expect(await changeDeskSettings(test.app, token, { reminders: 'off' })).toBeNull();
    }
    expect(await store.prisma.invite.count({ where: { practiceId: test.practice.id } })).toBe(0);
  });
});
