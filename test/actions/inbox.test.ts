import { beforeAll, expect, it } from 'vitest';
import { changePractice } from '../../src/actions/admin.ts';
import { inboxOf } from '../../src/actions/inbox.ts';
import type { Sender } from '../../src/channels/channel.ts';
import { bindWorkspace } from '../../src/store/workspaces.ts';
import { openTestApp, type TestApp } from '../support/app.ts';
import { eachDatabase } from '../support/database.ts';

eachDatabase('the language to speak with somebody on a platform', (open) => {
  let test: TestApp;
  let languageOf: (userId: string, locale?: string) => Promise<string>;
  const sender = (userId: string): Sender => ({ channel: 'slack', workspace: 'T1', userId });
  beforeAll(async () => {
    const store = await open();
    test = await openTestApp(store);
    await changePractice(test.app, test.practice.slug, { alsoSpeaks: ['es'] });
    await bindWorkspace(store.prisma, { channel: 'slack', workspace: 'T1', practiceId: test.practice.id });
    languageOf = (userId, locale) => inboxOf(test.app).language(sender(userId), locale);
  });

  it('is the one a client chose, whatever their platform speaks', async () => {
    const client = test.newClient('sam', 'slack');
    await client.write('hello');
    expect(await languageOf(client.sender.userId, 'es-ES')).toBe('en');
    await client.talk({ language: { press: ['es'] } }, 'hope');
    expect(await languageOf(client.sender.userId, 'en-GB')).toBe('es');
    expect(test.slack.sent.map(({ language }) => language)).toEqual(expect.arrayContaining(['en', 'es']));
    expect(test.slack.sent.at(-1)!.language).toBe('es');
  });

  it('is that of the platform for somebody new, where their practice speaks it, else the practice\'s', async () => {
    expect(await Promise.all([undefined, 'es-419', 'es', 'fr', 'en-US'].map((locale) => languageOf('nobody', locale)))).toEqual(['en', 'es', 'es', 'en', 'en']);
  });

  it('is a therapist\'s own', async () => {
    const { prisma } = test.app.store;
    await prisma.therapist.update({ where: { id: test.therapist.id }, data: { language: 'es' } });
    await prisma.account.create({ data: { practiceId: test.practice.id, ...sender('robin'), address: 'D1', therapistId: test.therapist.id, createdAt: test.now() } });
    expect(await languageOf('robin')).toBe('es');
  });
});
