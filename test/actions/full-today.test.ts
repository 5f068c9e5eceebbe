import { beforeAll, beforeEach, expect, it } from 'vitest';
import { changePractice } from '../../src/actions/admin.ts';
import { inviteClient } from '../../src/actions/invites.ts';
import type { Store } from '../../src/store/open-store.ts';
import { bindWorkspace } from '../../src/store/workspaces.ts';
import { days, openTestApp, type TestApp, type TestClient } from '../support/app.ts';
import { eachDatabase } from '../support/database.ts';

eachDatabase('people nobody sent, on whatever channel', (open) => {
  let store: Store;
  let test: TestApp;
  beforeAll(async () => void (store = await open()));

  const meetAt = async (selfReferralsPerDay: number, practice: { language?: string } = {}): Promise<void> => {
    test = await openTestApp(store, { practice: { ...practice, selfReferralsPerDay } });
    await bindWorkspace(store.prisma, { channel: 'slack', workspace: 'T1', practiceId: test.practice.id });
  };
  beforeEach(() => meetAt(1));

  const somebody = (): TestClient => test.newClient(undefined, 'slack');
  const accountsOf = ({ address }: TestClient) => store.prisma.account.count({ where: { channel: 'slack', userId: address } });
  const placesTaken = async () => (await store.prisma.selfReferralDay.findMany({ where: { practiceId: test.practice.id } })).map(({ begun }) => begun);
  const fill = async (): Promise<TestClient> => {
    const first = somebody();
    await first.write('hello');
    expect(first.step).toBe('consent');
    return first;
  };

  it('are told why, who to call, how to reach the practice and when to come back, once the day is full; nothing is kept', async () => {
    await fill();
    const late = somebody();
    await late.write('hello, I would like to begin');
    expect(late.last).toContain('That is about us, not about you.');
    expect(late.last).toContain('in about 14 hours. Please write to me then.');
    expect(late.last).toContain('call 0555 014 220');
    expect(late.last).toContain('116 123');
    expect([await accountsOf(late), await placesTaken()]).toEqual([0, [1]]);

    test.later(13.5 * 3_600_000);
    await late.write('hello?');
    expect(late.last).toContain('in about an hour');
    test.later(3_600_000);
    await late.write('hello again');
    expect(late.step).toBe('consent');
  });

  it('who write of danger are shown who to call, before anything else', async () => {
    await fill();
    const late = somebody();
    await late.write('I want to kill myself');
    expect(late.last).toContain('116 123');
    expect(late.last).not.toContain('new people');
  });

  it('are told in the practice\'s own language', async () => {
    await meetAt(0, { language: 'es' });
    const late = somebody();
    await late.write('hola');
    expect(late.last).toContain('Es cosa nuestra, no tuya.');
    expect(late.last).toContain('unas 14 horas');
  });

  it('are counted apart from those who are known, and those who bring an invite', async () => {
    const known = await fill();
    await known.talk({ name: 'Sam' }, 'hope');
    await known.write('to sleep through the night again');
    expect(known.step).toBe('hardest');
    const { code } = await inviteClient(test.app, { practiceId: test.practice.id, therapistId: test.therapist.id });
    const invited = somebody();
    await invited.write(code);
    expect(invited.step).toBe('consent');
    expect(await placesTaken()).toEqual([1]);
  });

  it('who write at once take no more places than there are, whichever process they come to', async () => {
    await meetAt(4);
    const other = await openTestApp(store);
    const people = Array.from({ length: 12 }, somebody);
    const through = (person: TestClient, at: number) => (at % 2 === 0 ? person : person.at(other));
    await Promise.all(people.map((person, at) => through(person, at).only({ kind: 'text', text: 'hello' })));
    await Promise.all([test.settle(), other.settle()]);
    const steps = people.map((person, at) => through(person, at)).map((person) => person.step ?? (person.last.includes('about us, not about you') ? 'full' : person.last));
    expect(steps.toSorted()).toEqual([...Array(4).fill('consent'), ...Array(8).fill('full')]);
    expect([await store.prisma.client.count({ where: { practiceId: test.practice.id } }), await placesTaken()]).toEqual([4, [4]]);
  });

  it('who send two messages at once take one place, and both are taken', async () => {
    const person = somebody();
    await Promise.all(['hello', 'is anybody there?'].map((text) => person.only({ kind: 'text', text })));
    await test.settle();
    expect((await person.history()).filter(({ direction }) => direction === 'in')).toHaveLength(2);
    expect(await placesTaken()).toEqual([1]);
  });

  it('who were turned away for want of a therapist took no place', async () => {
    await store.prisma.therapist.updateMany({ where: { practiceId: test.practice.id }, data: { takesNew: false } });
    await somebody().write('hello');
    expect(await placesTaken()).toEqual([]);
  });

  it('on the web hear of it from the page: the message is refused, not dropped', async () => {
    await changePractice(test.app, test.practice.slug, { selfReferralsPerDay: 0 });
    await expect(test.newClient().write('hello')).rejects.toMatchObject({ code: 'full-today', details: { retryAfterSeconds: expect.any(Number) } });
    await changePractice(test.app, test.practice.slug, { newClients: 'invited-only' });
    await expect(test.newClient().write('hello')).rejects.toMatchObject({ code: 'not-allowed' });
    test.later(days(1));
    await changePractice(test.app, test.practice.slug, { newClients: 'self-referral', selfReferralsPerDay: 1 });
    const person = test.newClient();
    await person.write('hello');
    expect(person.step).toBe('consent');
  });
});
