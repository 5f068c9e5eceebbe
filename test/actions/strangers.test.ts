import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { openInvite } from '../../src/actions/invite-link.ts';
import { inviteClient } from '../../src/actions/invites.ts';
import { beginOnWeb, beginWithInvite, canBeginOnWeb } from '../../src/actions/begin-on-web.ts';
import { chatHistory, readToken } from '../../src/actions/chat-on-web.ts';
import { addTherapist } from '../../src/actions/admin.ts';
import type { Store } from '../../src/store/open-store.ts';
import { bindWorkspace, unbindWorkspace } from '../../src/store/workspaces.ts';
import { days, openTestApp, type TestApp, type TestClient } from '../support/app.ts';
import { eachDatabase } from '../support/database.ts';

eachDatabase('somebody new', (open) => {
  let store: Store;
  let test: TestApp;
  let person: TestClient;
  beforeAll(async () => void (store = await open()));

  const meetAt = (newClients: 'self-referral' | 'invited-only') => async (): Promise<void> => {
    test = await openTestApp(store, { practice: { newClients } });
    await bindWorkspace(store.prisma, { channel: 'slack', workspace: 'T1', practiceId: test.practice.id });
    person = test.newClient(undefined, 'slack');
  };
  const accounts = () => store.prisma.account.count({ where: { channel: 'slack', userId: person.address } });
  const second = () => addTherapist(test.app, {
    practiceId: test.practice.id, name: 'Ash Byrne', email: 'ash@willow.example', language: 'en', takesNew: false, orientations: [],
  });

  describe('at a practice that is open to all', () => {
    beforeEach(meetAt('self-referral'));

    it('begins the intake, with the practice that the workspace belongs to', async () => {
      await person.write('hello');
      expect(person.step).toBe('consent');
      expect(await store.prisma.account.findFirst({ where: { userId: person.address } })).toMatchObject({ practiceId: test.practice.id });
    });

    it('who spoke where others can read is answered alone, and nothing is kept', async () => {
      await person.send({ kind: 'mention', text: '@cairn I feel awful since the divorce' });
      expect(person.last).toContain('You wrote to me where others can read along');
      expect(person.last).not.toContain('divorce');
      expect(await accounts()).toBe(0);
    });

    it('of an edit or a deletion nothing is made', async () => {
      await person.send({ kind: 'edited', of: 'm0', text: 'hello' });
      await person.send({ kind: 'deleted', of: 'm0' });
      expect([person.heard, await accounts()]).toEqual([[], 0]);
    });

    it('is told kindly where nobody can take them yet', async () => {
      await store.prisma.therapist.updateMany({ where: { practiceId: test.practice.id }, data: { takesNew: false } });
      await person.write('hello');
      expect(person.last).toContain('I have not been set up for this place yet');
      expect(await accounts()).toBe(0);
    });
  });

  describe('at a practice that meets people by invite', () => {
    beforeEach(meetAt('invited-only'));

    it('is told how to come in and who to call, and nothing is kept', async () => {
      await person.write('hello, I would like to begin');
      expect(person.last).toContain('you need an invite');
      expect(person.last).toContain('call 0555 014 220');
      expect(person.last).toContain('https://cairn.example.org/help-now');
      expect(await accounts()).toBe(0);
      expect(await store.prisma.inboundMessage.count({ where: { account: { practiceId: test.practice.id } } })).toBe(0);
    });

    it('who writes of danger is shown who to call, before anything else', async () => {
      await person.write('I want to kill myself');
      expect(person.last).toContain('116 123');
      expect(person.last).not.toContain('invite');
      expect(await accounts()).toBe(0);
    });

    it('cannot begin on the web either', async () => {
      expect(await canBeginOnWeb(test.app, test.practice.slug)).toBe(false);
      await expect(beginOnWeb(test.app, test.practice.slug)).rejects.toMatchObject({ code: 'not-allowed' });
    });

    it('comes in with a code: the client of whoever sent it, once', async () => {
      const ash = await second();
      const { code } = await inviteClient(test.app, { practiceId: test.practice.id, therapistId: ash.id });
      await person.write(code.toLowerCase());
      expect(person.step).toBe('consent');
      expect(person.heard.map(({ text }) => text).join('\n')).toContain('Ash Byrne');
      expect(await store.prisma.client.findUniqueOrThrow({ where: { id: (await person.ids()).client } })).toMatchObject({ therapistId: ash.id });

      const another = test.newClient(undefined, 'slack');
      await another.write(code);
      expect(another.last).toContain('I do not know that code');
    });

    it('comes in with a link, on the web', async () => {
      const ash = await second();
      const { link } = await inviteClient(test.app, { practiceId: test.practice.id, therapistId: ash.id });
      const token = link.split('/i/')[1]!;
      expect(await openInvite(test.app, token)).toMatchObject({ therapist: { name: 'Ash Byrne' }, practice: { slug: test.practice.slug } });
      const begun = (await beginWithInvite(test.app, token))!;
      await test.settle();
      const texts = (await chatHistory(test.app, begun.token, { limit: 10 }))!.map(({ body }) => body.text);
      expect(texts.join('\n')).toContain('Ash Byrne');
      await test.newClient(readToken(begun.token)!.userId).write('yes');
      expect([await beginWithInvite(test.app, token), await openInvite(test.app, token)]).toEqual([null, null]);
    });

    it('not with an invite that is too old, made up, or of another practice', async () => {
      const whose = { practiceId: test.practice.id, therapistId: test.therapist.id };
      const invite = await inviteClient(test.app, whose);
      test.later(days(31));
      await person.write(invite.code);
      expect(person.last).toContain('I do not know that code');
      expect(await openInvite(test.app, invite.link.split('/i/')[1]!)).toBeNull();

      const elsewhere = await openTestApp(store);
      const theirs = await inviteClient(elsewhere.app, { practiceId: elsewhere.practice.id, therapistId: elsewhere.therapist.id });
      await person.write(theirs.code);
      expect(person.last).toContain('I do not know that code');
      expect(await accounts()).toBe(0);
    });

    it('in a workspace that is nobody\'s, the invite says which practice it is', async () => {
      await unbindWorkspace(store.prisma, 'slack', 'T1');
      const { code } = await inviteClient(test.app, { practiceId: test.practice.id, therapistId: test.therapist.id });
      await person.write(code);
      expect(person.step).toBe('consent');
    });

    it('keeps no token and no code of an invite', async () => {
      const { link, code } = await inviteClient(test.app, { practiceId: test.practice.id, therapistId: test.therapist.id });
      const rows = JSON.stringify(await store.prisma.invite.findMany());
      expect([rows.includes(link.split('/i/')[1]!), rows.includes(code)]).toEqual([false, false]);
    });
  });

  describe('with an invite, who has begun already', () => {
    beforeEach(meetAt('self-referral'));

    it('changes to the therapist who sent it, and goes on where they were', async () => {
      const ash = await second();
      await person.write('hello');
      await person.talk({ name: 'Sam' }, 'hope');
      const { code } = await inviteClient(test.app, { practiceId: test.practice.id, therapistId: ash.id });
      await person.write(code);
      expect(person.heard.at(-2)!.text).toContain('What you send goes to Ash Byrne from now on');
      expect(person.step).toBe('hope');
      const { therapistId } = await person.holdIntake();
      expect(therapistId).toBe(ash.id);
    });

    it.each(['en', 'es'])('is told kindly, in %s, that a code of theirs has done its work when they type it again', async (language) => {
      await person.write('hello');
      await person.talk({ name: 'Sam' }, 'hope');
      const { code } = await inviteClient(test.app, { practiceId: test.practice.id, therapistId: test.therapist.id });
      await person.write(code);
      await store.prisma.client.update({ where: { id: (await person.ids()).client! }, data: { language } });
      // More often than anybody may type wrong ones.
      for (let n = 0; n < 6; n += 1) await person.write(code);
      expect(person.last).toContain(language === 'en' ? 'has done its work already' : 'ya hizo su trabajo');
      const somebodyElse = test.newClient(undefined, 'slack');
      await somebodyElse.write(code);
      expect(somebodyElse.last).toContain('I do not know that code');
    });

    it('stays where a plan was begun', async () => {
      const ash = await second();
      await person.holdIntake();
      const { code } = await inviteClient(test.app, { practiceId: test.practice.id, therapistId: ash.id });
      await person.write(code);
      expect(person.last).toContain('You already have a plan with Robin Hale');
      expect((await person.storedPlan()).therapistId).toBe(test.therapist.id);
    });
  });

  it('in a workspace that is nobody\'s comes to the home practice, and to nobody where there are several', async () => {
    test = await openTestApp(store);
    person = test.newClient(undefined, 'slack');
    await unbindWorkspace(store.prisma, 'slack', 'T1');
    await person.write('hello');
    expect(person.last).toContain('I have not been set up for this place yet');
    test.app.homePractice = test.practice.slug;
    await person.write('hello');
    expect(person.step).toBe('consent');
  });
});
