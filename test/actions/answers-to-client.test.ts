import { beforeAll, expect, test } from 'vitest';
import { linesOf, openTestApp, type TestApp, type TestClient } from '../support/app.ts';
import { eachDatabase } from '../support/database.ts';

eachDatabase('what the client suggests or asks', (open) => {
  let cairn: TestApp;
  beforeAll(async () => {
    cairn = await openTestApp(await open());
  });

  const suggested = async (): Promise<{ client: TestClient; proposal: string }> => {
    const client = cairn.newClient();
    await client.holdIntake();
    const [goal] = linesOf(await client.plan(), 'goal');
    await client.act('therapist', { do: 'open' });
    const plan = await client.act('client', { do: 'change', item: goal!.id, to: { text: 'Walk to the sea again' }, reason: '', seen: 1, send: true });
    return { client, proposal: plan.proposals.at(-1)!.id };
  };

  test.each([['accept', 'said yes to what you suggested'], ['decline', 'would rather leave the plan as it is']] as const)(
    'comes back to their chat when the therapist decides to %s it', async (decision, words) => {
      const { client, proposal } = await suggested();
      const { client: heard } = await client.newsOf(() => client.act('therapist', { do: 'decide', proposal, decision, remark: 'Good to hear.' }));
      expect(heard[0]).toContain(words);
      expect(heard[0]).toContain('“Walk to the sea again”');
      expect(heard[0]).toContain('They wrote: “Good to hear.”');
    });

  test('comes back with the therapist\'s words when a question is answered, once', async () => {
    const client = cairn.newClient();
    await client.holdIntake();
    await client.act('therapist', { do: 'open' });
    const plan = await client.act('client', { do: 'ask', question: 'How long will this take?', seen: 1, send: true });
    const { client: heard } = await client.newsOf(() => client.act('therapist', { do: 'reply', proposal: plan.proposals.at(-1)!.id, text: 'As long as you need.' }));
    expect(heard.filter((text) => text.includes('As long as you need.'))).toHaveLength(1);
    expect(heard[0]).toContain('“How long will this take?”');
  });
});
