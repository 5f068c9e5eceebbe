import { beforeAll, expect, it } from 'vitest';
import { handleMessage } from '../../src/actions/handle-message.ts';
import { therapistSettings } from '../../src/actions/therapist-settings.ts';
import { done, inCairn, onEmbeddedDirectory, refused } from './commands.ts';

/** How far people come, and what a therapist would otherwise set on their desk. */

onEmbeddedDirectory();
beforeAll(async () => {
  await done('practice add harbour --name Harbour --contact "call 0555 014 220"');
  await done('therapist add harbour --name "Ana Ruiz" --email ana@harbour.example');
});

it('tell how far people come in the intake, and not of so few that somebody could be meant', { timeout: 90_000 }, async () => {
  expect(await done('practice steps harbour')).toMatch(/^Too few people have stopped yet to say where\.\nFinished: fewer than 5\. Under way: fewer than 5\.\n/);
  await inCairn(async (app) => {
    for (let count = 0; count < 11; count += 1) {
      const sender = { channel: 'web' as const, workspace: 'harbour', userId: `person ${count}` };
      const send = (content: Parameters<typeof handleMessage>[1]['content']) => handleMessage(app, { sender, address: sender.userId, messageId: `${count} ${JSON.stringify(content)}`, content });
      await send({ kind: 'text', text: 'hello' });
      if (count < 6) await send({ kind: 'choice', step: 'consent', ids: ['agree'] });
    }
    await app.store.prisma.inboundMessage.updateMany({ data: { receivedAt: new Date(app.now().getTime() - 15 * 86_400_000) } });
  });
  const told = await done('practice steps harbour');
  expect(told).toMatch(/^topics +reached +came no further\nbefore the first answer +11 +5\nHello – Send it +6 +fewer than 5 finished\nFinished: fewer than 5\. Under way: fewer than 5\.\n/);
  expect(told).toContain('written nothing for 14 days');
  expect(await refused('practice steps nowhere')).toContain('There is no practice called "nowhere".');
});

it('set where a therapist is, their language and their reminders', { timeout: 90_000 }, async () => {
  const settings = () => inCairn(async (app) => therapistSettings(app, (await app.store.prisma.therapist.findFirstOrThrow()).id));
  await done('therapist set harbour Ana@harbour.example --time-zone America/New_York --language es --reminders off');
  await done('therapist notices harbour ana@harbour.example mail');
  expect(await settings()).toEqual({ language: 'es', timeZone: 'America/New_York', remindersOff: true, noticeRoutes: ['mail'] });
  expect(await refused('therapist set harbour ana@harbour.example --time-zone Middle/Earth')).toMatch(/"Middle\/Earth" is no time zone\.\nWrite it as Europe\/Madrid/);
  await done('therapist set harbour ana@harbour.example --time-zone default --reminders on');
  expect(await settings()).toEqual({ language: 'es', timeZone: null, remindersOff: false, noticeRoutes: ['mail'] });
  expect(await refused('therapist set harbour ana@harbour.example --reminders maybe')).toContain('--reminders must be on or off');
  expect(await refused('therapist set harbour ana@harbour.example')).toContain('There is nothing to change yet.');
});
