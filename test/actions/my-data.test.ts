import { strFromU8, unzipSync } from 'fflate';
import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { deleteMyData, openMyData } from '../../src/actions/my-data-page.ts';
import { exportMyData } from '../../src/actions/my-data.ts';
import { noteOnPlan, openPlan } from '../../src/actions/open-plan.ts';
import { linkForClient, linkTo } from '../../src/actions/word-notice.ts';
import { currentVersion } from '../../src/core/plan/versions.ts';
import { auditOfClient } from '../../src/store/audit.ts';
import type { Store } from '../../src/store/open-store.ts';
import { days, openTestApp, type TestApp, type TestClient } from '../support/app.ts';
import { eachDatabase } from '../support/database.ts';

eachDatabase('a client and their own data', (open) => {
  let store: Store;
  let test: TestApp;
  let client: TestClient;
  beforeAll(async () => { store = await open(); });
  beforeEach(async () => {
    test = await openTestApp(store);
    test.app.homePractice = test.practice.slug;
    client = test.newClient(undefined, 'slack');
  });

  const intake = () => client.holdIntake({ name: 'Sam', goals: ['Sleep through most nights', { press: ['done'] }] });
  const tokenOf = (link: string): string => link.split('/')[4]!;
  const keyOf = async () => ({ token: tokenOf((await linkForClient(test.app, (await client.ids()).account, '/p/x/my-data'))!) });
  const reviewKey = async () => {
    const { plan, practiceId, therapistId } = await client.storedPlan();
    return { token: tokenOf(await linkTo(test.app, { purpose: 'review', practiceId, therapistId, planId: plan.id }, 14)) };
  };
  const taken = async () => {
    const files = unzipSync(await exportMyData(test.app, (await client.ids()).client));
    return { names: Object.keys(files).toSorted(), page: strFromU8(files['index.html']!), data: JSON.parse(strFromU8(files['data.json']!)) };
  };
  const erased = async (id: string) => (await store.prisma.client.count({ where: { id } })) === 0;

  describe('taking it along', () => {
    it('has everything they said in it, every message, and what they agreed to', async () => {
      await intake();
      const { names, page, data } = await taken();
      expect(names).toEqual(['data.json', 'index.html', 'plan.pdf']);
      expect(data.client).toMatchObject({ name: 'Sam', language: 'English', country: 'Ireland', chats: [{ name: 'Slack' }] });
      expect(data.consents).toMatchObject([{ given: true, withdrawnAt: null }]);
      const answers = await store.prisma.answer.count({ where: { conversation: { clientId: data.client.id } } });
      expect(data.conversations[0].answers).toHaveLength(answers);
      expect(data.conversations[0].answers).toContainEqual(expect.objectContaining({ text: 'a few words about hardest', outOfPlan: false }));
      expect(data.plans[0].plan.versions[0].items.map(({ text }: { text: string }) => text)).toContain('Sleep through most nights');
      expect(data.plans[0].words.length).toBeGreaterThan(3);
      const lines = (await client.history()).filter((entry) => entry.direction === 'out' || entry.content.kind !== 'command');
      expect(data.messages).toHaveLength(lines.length);
      expect(data.messages.filter(({ text }: { text: string }) => text === 'a few words about hardest')).toHaveLength(1);
      expect(page).toContain('Sleep through most nights');
    });

    it('has the words of a button that was pressed, not its id', async () => {
      await intake();
      const { data } = await taken();
      const said = data.messages.filter(({ from }: { from: string }) => from === 'client').map(({ text }: { text: string }) => text);
      expect(said).toContain('Yes, I agree');
      expect(said).not.toContain('agree');
    });

    it('has nothing that the therapist wrote for themselves or has not sent', async () => {
      await intake();
      await noteOnPlan(test.app, await reviewKey(), 'A thought of my own, Marrowgrass.');
      const { number: seen } = currentVersion(await client.plan());
      await client.act('therapist', { do: 'add', item: { kind: 'goal', text: 'Walk in Fenwicket', sources: [] } as never, reason: 'Not yet sent.', seen, send: false });
      const file = JSON.stringify(await taken());
      expect(file).not.toMatch(/Marrowgrass|Fenwicket|Not yet sent/);
    });

    it('is on record as theirs', async () => {
      await intake();
      await taken();
      const { client: id } = await client.ids();
      const [entry] = await auditOfClient(store.prisma, test.practice.id, id);
      expect(entry).toMatchObject({ action: 'data.exported', by: { actor: 'client', id } });
    });

    it('is there before there is a plan', async () => {
      await client.write('hello');
      expect((await taken()).names).toEqual(['data.json', 'index.html']);
    });
  });

  it('shows who has read it, by name, newest first', async () => {
    await intake();
    await openPlan(test.app, await reviewKey(), 'therapist');
    const page = (await openMyData(test.app, await keyOf()))!;
    expect(page).toMatchObject({ name: 'Sam', therapist: 'Robin Hale', held: false, keptYears: 0 });
    expect(page.log[0]).toMatchObject({ action: 'plan.read', who: { actor: 'therapist', name: 'Robin Hale' } });
    expect(page.log.at(-1)).toMatchObject({ action: 'consent.given', who: { actor: 'client' } });
  });

  it('is nobody else\'s: not the therapist\'s, and not behind a link that has ended', async () => {
    await intake();
    const key = await keyOf();
    expect(await openMyData(test.app, await reviewKey())).toBeNull();
    expect(await deleteMyData(test.app, await reviewKey())).toBeNull();
    test.later(days(15));
    expect(await openMyData(test.app, key)).toBeNull();
    expect(await deleteMyData(test.app, key)).toBeNull();
    expect(await erased((await client.ids()).client)).toBe(false);
  });

  it('says for how many years what both agreed to must be kept', async () => {
    await intake();
    await client.act('therapist', { do: 'open' });
    for (const party of ['therapist', 'client'] as const) {
      const { number: version, hash } = currentVersion(await client.plan());
      await client.act(party, { do: 'approve', version, hash });
    }
    expect((await openMyData(test.app, await keyOf()))!.keptYears).toBe(7);
  });

  describe('asked for in the chat', () => {
    it('is one link away, also before there is a plan', async () => {
      await client.write('hello');
      await client.write('Can I have my data?');
      const { link } = client.heard.at(-1)!;
      expect(link!.url).toMatch(/^https:\/\/cairn\.example\.org\/plan\/[\w-]{43}\/my-data$/);
      expect(await openMyData(test.app, { token: tokenOf(link!.url) })).toMatchObject({ therapist: 'Robin Hale' });
    });

    it('leads to the page itself in the web chat', async () => {
      const web = test.newClient();
      await web.write('hello');
      await web.write('export my data');
      const said = (await web.history()).at(-1)!;
      expect(said).toMatchObject({ direction: 'out', body: { link: { url: `/p/${test.practice.slug}/my-data` } } });
    });

    it('is deleted after a yes, and the last words still come', async () => {
      await intake();
      const { client: id, account } = await client.ids();
      await client.write('delete my data');
      expect(client.last).toContain('Shall I delete everything?');
      expect(await erased(id)).toBe(false);
      await client.press('yes');
      expect(client.last).toContain('It is deleted.');
      expect(await erased(id)).toBe(true);
      expect(await store.prisma.outboundMessage.count({ where: { accountId: account } })).toBe(0);
      const [entry] = await auditOfClient(store.prisma, test.practice.id, id);
      expect(entry).toMatchObject({ action: 'client.erased', subject: { reason: 'client-asked' } });
      expect(test.mail.sent.at(-1)!.body.text).toContain('deleted');
    });

    it('also after weeks away, when more would have been written down', async () => {
      await intake();
      const { client: id } = await client.ids();
      await client.write('delete my data');
      test.later(days(20));
      await client.write('yes');
      expect(await erased(id)).toBe(true);
      expect(client.last).toContain('It is deleted.');
    });

    it('stays after a no', async () => {
      await intake();
      await client.write('delete my data');
      await client.write('no');
      expect(client.last).toContain('nothing is deleted');
      expect(await erased((await client.ids()).client)).toBe(false);
    });

    it('says that it is deleted only when it is', async () => {
      await intake();
      await client.write('delete my data');
      const said = client.heard.length;
      test.slack.failing = () => new Error('away');
      const { client: id } = await client.ids();
      await client.press('yes');
      expect(await erased(id)).toBe(true);
      expect(client.heard.length).toBe(said);
    });
  });

  it('is not deleted while a safety alert is open, neither in the chat nor on the page', async () => {
    await intake();
    const { client: id } = await client.ids();
    const key = await keyOf();
    await client.write('I want to end my life');
    await client.write('delete my data');
    await client.write('yes');
    expect(client.heard.some(({ text }) => text.includes('I have not deleted anything yet'))).toBe(true);
    expect(await deleteMyData(test.app, key)).toBe('held');
    expect(await erased(id)).toBe(false);
    await store.prisma.safetyAlert.updateMany({ where: { clientId: id }, data: { clearedAt: test.now() } });
    expect(await deleteMyData(test.app, key)).toBe('deleted');
    expect(await erased(id)).toBe(true);
    expect(await deleteMyData(test.app, key)).toBeNull();
  });
});
