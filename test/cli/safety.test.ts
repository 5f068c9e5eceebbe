import { beforeAll, expect, it } from 'vitest';
import { handleMessage } from '../../src/actions/handle-message.ts';
import { done, inCairn, onEmbeddedDirectory, refused } from './commands.ts';

/** The commands around safety. */

onEmbeddedDirectory();
beforeAll(async () => {
  await done('practice add harbour --name Harbour --contact "call 0555 014 220"');
  await done('therapist add harbour --name "Ana Ruiz" --email ana@harbour.example');
  await done('therapist add harbour --name "Ben Ode" --email ben@harbour.example');
});

it('say who is told, and how long each one has', { timeout: 60_000 }, async () => {
  await done('practice set harbour --email Office@Harbour.example --alert-minutes-imminent 5 --alert-minutes-concern 30 --alert-minutes-ask 600');
  await done('safety stand-in harbour Ana@harbour.example ben@harbour.example');
  const practice = await inCairn(({ store }) => store.prisma.practice.findUniqueOrThrow({ where: { slug: 'harbour' }, include: { therapists: { orderBy: { name: 'asc' } } } }));
  expect(practice).toMatchObject({ email: 'office@harbour.example', alertMinutesImminent: 5, alertMinutesConcern: 30, alertMinutesAsk: 600 });
  expect(practice.therapists[0]!.backupId).toBe(practice.therapists[1]!.id);
  expect(await refused('practice set harbour --alert-minutes-imminent 0')).toContain('--alert-minutes-imminent must be a whole number from 1 to 1440');
  expect(await refused('safety stand-in harbour ana@harbour.example ana@harbour.example')).toContain('Nobody stands in for themselves.');
  expect(await refused('safety stand-in harbour ana@harbour.example eve@harbour.example')).toContain('no therapist with that address');
  expect(await refused('safety stand-in harbour ana@harbour.example eve')).toContain('The colleague must be a mail address');
  await done('safety stand-in harbour ana@harbour.example');
});

it('list what is open, by id and without a word; a client who is given to a colleague brings their alert along', { timeout: 60_000 }, async () => {
  expect(await done('safety list harbour')).toBe('None yet.\n');
  const sender = { channel: 'web' as const, workspace: 'harbour', userId: 'somebody' };
  await inCairn((app) => handleMessage(app, { sender, address: 'somebody', messageId: 'm1', content: { kind: 'text', text: 'I want to kill myself tonight' } }));
  const listed = await done('safety list harbour');
  expect(listed).toMatch(/^client\s+therapist\s+level\s+opened\s+told\s+seen\n\S{36}\s+Ana Ruiz\s+imminent\s+\S+ \S+\s+therapist\s+not yet\n$/);
  const client = listed.split('\n')[1]!.slice(0, 36);
  await done(`client assign ${client} harbour ben@harbour.example`);
  expect(await done('safety list harbour')).toContain('Ben Ode');
  const told = await inCairn((app) => app.store.prisma.safetyEvent.findMany({ where: { what: 'told' }, orderBy: { seq: 'asc' } }));
  expect(new Set(told.map(({ therapistId }) => therapistId)).size).toBe(2);
});
