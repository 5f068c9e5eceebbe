import { afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { actOnAlert } from '../../src/actions/clear-alert.ts';
import { withdrawConsent } from '../../src/actions/withdraw-consent.ts';
import type { Store } from '../../src/store/open-store.ts';
import { deskToken, dueNow, openTestApp, type TestApp, type TestClient } from '../support/app.ts';
import { eachDatabase } from '../support/database.ts';

const hours = (count: number): number => count * 3_600_000;

eachDatabase('asking again a day later', (open) => {
  let store: Store;
  let cairn: TestApp;
  let client: TestClient;
  beforeAll(async () => {
    store = await open();
  });
  // Nothing of one test is due in the next.
  afterEach(async () => void (await store.prisma.due.deleteMany()));
  beforeEach(async () => {
    cairn = await openTestApp(store);
    client = cairn.newClient();
    // On a Monday at ten in the morning.
    for (const text of ['hello', 'yes', 'yes', 'Sam', 'Ireland', 'I want to die']) await client.write(text);
  });

  const later = async (count: number): Promise<void> => {
    cairn.later(hours(count));
    await dueNow(cairn);
  };
  const asked = (): boolean => client.step === 'how-now';

  test('comes once, about a day later, whatever was answered; a denial leaves it open', async () => {
    await client.press('not-now');
    await client.press('go-on');
    await later(20);
    expect(asked()).toBe(false);
    await later(5);
    expect(asked()).toBe(true);
    expect(client.heard.at(-1)!.text).toBe('This is Cairn, the software of Willow Practice. A new day, so I am asking again. How are things for you today?');
    const before = client.heard.length;
    await later(200);
    expect(client.heard.length).toBe(before);
  });

  test('“no, I am fine” is met kindly, and the question that was open before comes back', async () => {
    await client.press('not-now');
    await client.press('go-on');
    expect(client.step).toBe('hardest');
    await later(25);
    await client.write('no, I am fine');
    expect(client.heard.at(-2)!.text).toMatch(/^I am glad to read that\.\n\nIf it changes, you can write it here at any time\..*116 123/s);
    expect(client.step).toBe('hardest');
  });

  test('comes by day where they are', async () => {
    const faraway = cairn.newClient();
    // It is eleven in the evening there.
    for (const text of ['hello', 'yes', 'yes', 'Ari', 'New Zealand', 'I want to die']) await faraway.write(text);
    await later(20);
    expect(faraway.step).not.toBe('how-now');
    await later(1);
    expect(faraway.step).toBe('how-now');
  });

  test('to somebody who never answered comes the same, and the talk of yesterday does not come back', async () => {
    await later(25);
    expect(asked()).toBe(true);
    await client.press('easier');
    expect(client.step).toBe('hardest');
  });

  test('“yes” to the question behind it is told, as words would be', async () => {
    await client.press('not-now');
    const { app, practice } = cairn;
    const alert = await app.store.prisma.safetyAlert.findFirstOrThrow({ where: { practiceId: practice.id } });
    await actOnAlert(app, await deskToken(cairn), alert.id, { do: 'acknowledge' });
    await later(25);
    const mails = cairn.mail.sent.length;
    await client.press('harder');
    expect(client.step).toBe('since');
    await client.press('yes-now');
    expect(cairn.mail.sent.length).toBe(mails + 1);
    expect(client.heard.map(({ text }) => text).slice(-2).join('\n')).toContain('Samaritans: Call 116 123');
  });

  test('words of danger there begin the talk about it, as everywhere', async () => {
    await client.press('not-now');
    await later(25);
    await client.write('I still want to die');
    expect(client.heard.at(-2)!.text).toContain('Samaritans: Call 116 123');
    expect(client.step).toBe('ask-directly');
    expect(client.heard.at(-1)!.text).not.toBe('Are you thinking about ending your life, or about hurting yourself?');
  });

  test('does not come to somebody who asked to be left alone, took their consent back, or was looked after', async () => {
    await client.write('stop');
    await later(25);
    expect(asked()).toBe(false);

    const other = cairn.newClient();
    for (const text of ['hello', 'yes', 'yes', 'Kim', 'Ireland', 'I want to die']) await other.write(text);
    await withdrawConsent(cairn.app, (await other.ids()).client);
    const third = cairn.newClient();
    for (const text of ['hello', 'I want to die']) await third.write(text);
    const { app } = cairn;
    const alert = await app.store.prisma.safetyAlert.findFirstOrThrow({ where: { clientId: (await third.ids()).client } });
    await actOnAlert(app, await deskToken(cairn), alert.id, { do: 'clear', note: 'Spoken with.' });
    await cairn.settle();
    const counts = [other.heard.length, third.heard.length];
    await later(30);
    expect([other.heard.length, third.heard.length]).toEqual(counts);
  });

  test('waits for somebody who is writing about it just then', async () => {
    cairn.later(hours(23.5));
    await client.press('sometimes');
    await later(0.6);
    expect(asked()).toBe(false);
    await later(24);
    expect(asked()).toBe(true);
  });

  test('is heard of by day', async () => {
    const { at } = await cairn.app.store.prisma.due.findFirstOrThrow({ where: { kind: 'ask-again' } });
    const hour = Number(new Intl.DateTimeFormat('en-GB', { timeZone: cairn.app.timeZone, hour: '2-digit', hourCycle: 'h23' }).format(at));
    expect(hour).toBeGreaterThanOrEqual(9);
    expect(hour).toBeLessThan(20);
  });
});
