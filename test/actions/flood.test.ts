import { randomUUID } from 'node:crypto';
import { expect, it } from 'vitest';
import { inboxOf } from '../../src/actions/inbox.ts';
import { historyBefore } from '../../src/store/history.ts';
import { openTestApp } from '../support/app.ts';
import { eachDatabase } from '../support/database.ts';

const MANY = 300;

eachDatabase('somebody who sends hundreds of messages at once, on a platform', (open) => {
  it('keeps nobody else waiting, and not one of them is lost', { timeout: 180_000 }, async () => {
    const test = await openTestApp(await open());
    const inbox = inboxOf(test.app);
    const [flooder, other] = [test.newClient(undefined, 'slack'), test.newClient(undefined, 'slack')];
    for (const client of [flooder, other]) {
      await client.write('hello');
      await client.talk({}, 'hope');
    }
    const write = (client: typeof flooder, text: string) =>
      inbox.message({ sender: client.sender, address: client.address, messageId: randomUUID(), content: { kind: 'text', text } });

    let taken = 0;
    const flood = Array.from({ length: MANY }, (_, nth) => write(flooder, `again ${nth}`).then(() => void (taken += 1)));
    const heard = other.heard.length;
    await write(other, 'to sleep again');
    // As many turns as there are people who write: theirs, and whatever of the flood was under way or came in between.
    expect(taken).toBeLessThan(20);
    await Promise.all(flood);
    await test.settle();
    expect(other.heard.length).toBeGreaterThan(heard);
    expect(other.step).toBe('hardest');

    const history = await historyBefore(test.app.store.prisma, (await flooder.ids()).account, 4 * MANY);
    const kept = history.flatMap((entry) => (entry.direction === 'in' && 'text' in entry.content ? [entry.content.text] : [])).filter((text) => text.startsWith('again'));
    expect(kept).toEqual(Array.from({ length: MANY }, (_, nth) => `again ${nth}`));
    expect(test.logged.filter(({ facts }) => facts.error !== undefined)).toEqual([]);
  });
});
