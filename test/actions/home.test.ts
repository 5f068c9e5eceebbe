import { beforeAll, beforeEach, expect, it } from 'vitest';
import { inboxOf } from '../../src/actions/inbox.ts';
import type { Store } from '../../src/store/open-store.ts';
import { linesOf, openTestApp, type TestApp, type TestClient } from '../support/app.ts';
import { eachDatabase } from '../support/database.ts';

eachDatabase('a platform\'s own page about somebody', (open) => {
  let test: TestApp;
  let client: TestClient;
  let store: Store;
  beforeAll(async () => void (store = await open()));
  beforeEach(async () => {
    test = await openTestApp(store);
    client = test.newClient();
  });
  const home = () => inboxOf(test.app).home(client.sender);

  it('has nothing about somebody who has not written', async () => {
    expect(await home()).toBeNull();
  });

  it('says how far along they are, also in a break, and not a word of what they wrote', async () => {
    await client.write('hello');
    await client.talk({ name: 'Quillifex' }, 'hope');
    expect(await home()).toEqual({ standing: expect.stringContaining('about 2 of 9'), plan: [] });
    await client.write('pause');
    expect(await home()).toEqual({ standing: expect.stringContaining('about 2 of 9'), plan: [] });
    expect(JSON.stringify(await home())).not.toContain('Quillifex');
  });

  it('shows the plan as it stands, section by section, with a link of its own', async () => {
    const { plan } = await client.holdIntake({ goals: ['Sleep through the night', { press: ['done'] }] });
    const shown = (await home())!;
    expect(shown.standing).toContain('Your draft is with Robin Hale');
    expect(shown.plan.map(({ heading }) => heading)).toContain('Goals');
    expect(shown.plan.flatMap(({ lines }) => lines)).toHaveLength(plan.versions[0]!.items.length);
    expect(shown.link!.url).toMatch(/^https:\/\/cairn\.example\.org\/plan\/[\w-]{43}$/);
  });

  it('shows nothing that the therapist has not sent, and says whose turn it is', async () => {
    const { plan } = await client.holdIntake();
    const strategy = linesOf(plan, 'strategy')[0]!;
    await client.act('therapist', { do: 'remove', item: strategy.id, reason: 'One is enough.', seen: 1, send: false });
    expect(JSON.stringify(await home())).not.toContain('One is enough');
    await client.act('therapist', { do: 'ask', question: 'How are the evenings?', seen: 1, send: true });
    expect((await home())!.standing).toContain('something in your plan for you to look at');
  });
});
