import { afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { openDesk } from '../../src/actions/open-desk.ts';
import type { Store } from '../../src/store/open-store.ts';
import { days, deskToken, dueNow, openTestApp, type TestApp, type TestClient } from '../support/app.ts';
import { eachDatabase } from '../support/database.ts';

eachDatabase('somebody under age', (open) => {
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
  });

  /** Everything stored of them that is sealed, opened; and every row of theirs as it is. */
  const kept = async (): Promise<string> => {
    const { prisma, pool } = cairn.app.store;
    const { client: id } = await client.ids();
    const words = (await client.history()).flatMap((entry) => (entry.direction === 'in' ? [JSON.stringify(entry.content)] : []));
    const rows = await pool.query(`
      SELECT row_to_json(d)::text AS row FROM risk_disclosure d WHERE client_id = $1 UNION ALL SELECT row_to_json(a)::text FROM safety_alert a WHERE client_id = $1
      UNION ALL SELECT row_to_json(c)::text FROM consent c WHERE client_id = $1 UNION ALL SELECT row_to_json(s)::text FROM disclosure_statement s WHERE client_id = $1`, [id]);
    const talks = await prisma.conversation.findMany({ where: { clientId: id } });
    const seal = await prisma.vault.ofClient(prisma, id);
    const states = talks.map((talk) => JSON.stringify(seal.open(`conversation.snapshot:${talk.id}`, talk.snapshot)));
    return [...words, ...rows.rows.map(({ row }) => row as string), ...states].join('\n');
  };
  const saysSo = async (): Promise<void> => {
    await client.talk({ consent: { press: ['agree'] } }, 'age');
    await client.press('no');
  };

  test('who wrote words of danger before: the alert stays, and nothing of what it was about', async () => {
    await client.write('hello');
    await client.write('Zorba here, I want to kill myself');
    await client.press('yes-now');
    await client.press('safe');
    await client.write('nobody but Zorba');
    await client.write('skip');
    await client.press('go-on');
    await saysSo();
    expect(client.heard.at(-1)!.text).toContain('I have not kept anything you wrote except that you are younger than 18.');
    expect(await kept()).not.toMatch(/Zorba|kill|ideation|yes-now/);
    expect(cairn.mail.sent).toHaveLength(1);
    expect((await openDesk(cairn.app, await deskToken(cairn)))!.alerts).toMatchObject([{ client: { name: null }, said: [{ text: '' }], answers: [], told: [{ name: 'Robin Hale' }] }]);
    // Nobody so young is asked again by a machine.
    const before = client.heard.length;
    cairn.later(days(2));
    await dueNow(cairn);
    expect(client.heard.length).toBe(before);
  });

  test('who goes on writing: nothing of it is kept, and it is answered the same kind way', async () => {
    await client.write('hello');
    await saysSo();
    await client.write('but Zorba said you can help');
    expect(client.heard.at(-1)!.text).toContain('I keep nothing of what you write here.');
    expect(client.heard.at(-1)!.text).toContain('call 0555 014 220');
    expect(await kept()).not.toContain('Zorba');
  });

  test('who then writes words of danger: lines and the way to the practice, no question, and an alert without words', async () => {
    await client.write('hello');
    await saysSo();
    await client.write('Zorba will kill me, and I want to kill myself tonight');
    const { text, question } = client.heard.at(-1)!;
    expect(text).toContain('You can reach someone right now:\n\n• Call the emergency number where you are.');
    expect(text).toContain('I have told Willow Practice that someone needs help here, and nothing of what you wrote. You can reach them here: call 0555 014 220.');
    expect(question).toBeUndefined();
    expect(await kept()).not.toMatch(/Zorba|kill|tonight|abuse|plan/);
    expect(cairn.mail.sent.map(({ body }) => body.subject)).toEqual(['Please look now: a client may be in danger']);
    // The box to write in stays, and a wrong button can still be put right.
    await client.write('thank you');
    expect(client.heard.at(-1)!.text).toContain('I keep nothing');
    await client.write('start over');
    expect(client.step).toBe('consent');
  });

  test('who says so in the very words of danger is answered so, too', async () => {
    await client.write('hello');
    await client.talk({ consent: { press: ['agree'] } }, 'age');
    await client.write('no');
    await client.write('I want to die');
    expect(client.heard.at(-1)!.text).toContain('tell an adult you trust');
  });
});
