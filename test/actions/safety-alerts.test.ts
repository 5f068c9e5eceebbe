import { afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { addTherapist } from '../../src/actions/admin.ts';
import { actOnAlert } from '../../src/actions/clear-alert.ts';
import { openDesk } from '../../src/actions/open-desk.ts';
import { openPlan } from '../../src/actions/open-plan.ts';
import type { SafetyAlert } from '../../src/actions/plan-view.ts';
import { linkTo } from '../../src/actions/word-notice.ts';
import type { Store } from '../../src/store/open-store.ts';
import { deskToken, dueNow, minutes, openTestApp, type TestApp, type TestClient } from '../support/app.ts';
import { eachDatabase } from '../support/database.ts';

eachDatabase('a safety alert', (open) => {
  let store: Store;
  let cairn: TestApp;
  let backup: { id: string };
  beforeAll(async () => {
    store = await open();
  });
  // Nothing of one test is due in the next.
  afterEach(async () => void (await store.prisma.due.deleteMany()));
  beforeEach(async () => {
    cairn = await openTestApp(store);
    const { app, practice, therapist } = cairn;
    backup = await addTherapist(app, { practiceId: practice.id, name: 'Ana Ruiz', email: 'ana@willow.example', language: 'en', takesNew: false, orientations: [] });
    await app.store.prisma.therapist.update({ where: { id: therapist.id }, data: { backupId: backup.id } });
    await app.store.prisma.practice.update({ where: { id: practice.id }, data: { email: 'office@willow.example' } });
  });

  const desk = (therapistId?: string): Promise<string> => deskToken(cairn, therapistId);
  const onDesk = async (therapistId?: string): Promise<SafetyAlert[]> => (await openDesk(cairn.app, await desk(therapistId)))!.alerts;
  const client = async (words: string): Promise<TestClient> => {
    const person = cairn.newClient();
    for (const text of ['hello', 'yes', 'yes', 'Sam', 'Ireland', words]) await person.write(text);
    return person;
  };
  /** Time goes by, and what is due is carried out, as every minute. */
  const later = async (count: number): Promise<void> => {
    cairn.later(minutes(count));
    await dueNow(cairn);
  };
  const mails = (): [string, string][] => cairn.mail.sent.map(({ address, body }) => [address, body.subject!]);
  const inDanger = 'I am going to kill myself tonight';

  test('goes from the therapist to whoever stands in and then to the practice, sooner the nearer it is', async () => {
    await client(inDanger);
    const [own, standIn, office] = [['robin.hale@willow.example', 'Please look now: a client may be in danger'], ['ana@willow.example', 'Please look now: a client may be in danger'], ['office@willow.example', 'Please act now: a client may be in danger']];
    expect(mails()).toEqual([own]);
    await later(14);
    expect(mails()).toEqual([own]);
    await later(2);
    expect(mails()).toEqual([own, standIn]);
    await later(14);
    expect(mails()).toEqual([own, standIn]);
    await later(2);
    expect(mails()).toEqual([own, standIn, office]);
    await later(600);
    expect(mails()).toHaveLength(3);
    expect(cairn.counted).toContain('alert-unanswered');
    expect(cairn.logged.map(({ message }) => message)).toContain('nobody has acknowledged a safety alert, and nobody is left to tell');
  });

  test('waits an hour when danger was only spoken of, and a day when it was unclear', async () => {
    await client('I wish I was dead');
    await later(59);
    expect(mails()).toHaveLength(1);
    await later(2);
    expect(mails()).toHaveLength(2);

    cairn.mail.sent.length = 0;
    await client('asking for a friend, how do you know if somebody is suicidal');
    expect(mails()).toHaveLength(1);
    await later(23 * 60);
    expect(mails()[0]).toEqual(['robin.hale@willow.example', "Please look soon: a client's safety"]);
  });

  test('is told in mails without a word or a name, that say what happens next', async () => {
    const person = await client(inDanger);
    await later(16);
    await later(16);
    const [own, standIn, office] = cairn.mail.sent.map(({ body }) => body.text);
    for (const text of [own, standIn, office]) expect(text).not.toMatch(/Sam\b|kill|tonight|suicid/i);
    expect(own).toContain('If nobody has pressed it within 15 minutes, the colleague who stands in for you is told.');
    expect(own).toMatch(/https:\/\/cairn\.example\.org\/desk\//);
    expect(standIn).toContain('you stand in for Robin Hale');
    expect(standIn).toMatch(/https:\/\/cairn\.example\.org\/desk\//);
    expect(office).toContain('Please reach Robin Hale now.');
    expect(office).toContain(`npm run cairn -- client assign ${(await person.ids()).client} ${cairn.practice.slug}`);
    expect(office).not.toContain('https://');
  });

  test('leaves out whoever cannot be told', async () => {
    const { prisma } = cairn.app.store;
    await prisma.therapist.update({ where: { id: cairn.therapist.id }, data: { backupId: null } });
    await client(inDanger);
    expect(cairn.mail.sent[0]!.body.text).toContain('within 15 minutes, Willow Practice is told.');
    await later(16);
    expect(mails().map(([to]) => to)).toEqual(['robin.hale@willow.example', 'office@willow.example']);
    await prisma.practice.update({ where: { id: cairn.practice.id }, data: { email: null } });
    await client(inDanger);
    expect(cairn.mail.sent.at(-1)!.body.text).toContain('Nobody else is told after you, so please do not leave this to anyone.');
  });

  test('that nobody could be told of is told to whoever can be reached later', async () => {
    const { prisma } = cairn.app.store;
    await prisma.therapist.update({ where: { id: cairn.therapist.id }, data: { backupId: null } });
    await prisma.practice.update({ where: { id: cairn.practice.id }, data: { email: null } });
    await prisma.account.updateMany({ where: { therapistId: cairn.therapist.id }, data: { goneAt: cairn.now() } });
    await client(inDanger);
    await later(16);
    expect(mails()).toEqual([]);
    expect(cairn.counted).toContain('alert-unanswered');
    await prisma.practice.update({ where: { id: cairn.practice.id }, data: { email: 'office@willow.example' } });
    await later(16);
    expect(mails().map(([to]) => to)).toEqual(['office@willow.example']);
  });

  test('goes by the minutes that the practice has set', async () => {
    await cairn.app.store.prisma.practice.update({ where: { id: cairn.practice.id }, data: { alertMinutesImminent: 5 } });
    await client(inDanger);
    await later(6);
    expect(mails()).toHaveLength(2);
  });

  test('is one for a client, however much is heard; nearer words raise it, tell it again at once and begin the chain anew', async () => {
    const person = await client('I wish I was dead');
    await later(61);
    expect(mails()).toHaveLength(2);
    await person.write('I wish I was dead');
    await person.write('I want to die');
    expect(mails()).toHaveLength(2);
    await person.write(inDanger);
    expect(mails().map(([to]) => to)).toEqual(['robin.hale@willow.example', 'ana@willow.example', 'robin.hale@willow.example']);
    const alerts = await onDesk();
    expect(alerts).toHaveLength(1);
    expect(alerts[0]).toMatchObject({ level: 'imminent', said: [{ text: 'I wish I was dead' }, { text: 'I wish I was dead' }, { text: 'I want to die' }, { text: inDanger }] });
    await later(16);
    expect(mails().at(-1)![0]).toBe('ana@willow.example');
  });

  test('opened by two messages at once is one, and told once', async () => {
    const person = cairn.newClient();
    await person.write('hello');
    await Promise.all([person.only({ kind: 'text', text: inDanger }), person.only({ kind: 'text', text: inDanger })]);
    await cairn.settle();
    expect(await onDesk()).toHaveLength(1);
    expect(mails()).toHaveLength(1);
    expect((await person.history()).filter((entry) => entry.direction === 'in')).toHaveLength(3);
  });

  describe('that somebody has seen', () => {
    test('goes no further, and the desk says who saw it', async () => {
      await client(inDanger);
      const [alert] = await onDesk();
      expect(alert).toMatchObject({ acknowledged: null, told: [{ whom: 'therapist', name: 'Robin Hale', route: 'mail' }] });
      expect(await actOnAlert(cairn.app, await desk(), alert!.id, { do: 'acknowledge' })).toEqual({ ok: true });
      await later(600);
      expect(mails()).toHaveLength(1);
      expect(await onDesk()).toMatchObject([{ acknowledged: { by: 'Robin Hale' }, cleared: null }]);
      // Pressed again, by somebody else: it stays with the first.
      await actOnAlert(cairn.app, await desk(), alert!.id, { do: 'acknowledge' });
      expect(await cairn.app.store.prisma.safetyEvent.count({ where: { what: 'acknowledged', alertId: alert!.id } })).toBe(1);
    });

    test('is told again when more is heard afterwards', async () => {
      const person = await client('I wish I was dead');
      const [alert] = await onDesk();
      await actOnAlert(cairn.app, await desk(), alert!.id, { do: 'acknowledge' });
      await person.write('I want to die');
      expect(mails()).toHaveLength(2);
      expect(await onDesk()).toMatchObject([{ acknowledged: null }]);
      await later(61);
      expect(mails().at(-1)![0]).toBe('ana@willow.example');
    });

    test('may have been seen by whoever stands in, once they were told', async () => {
      await client(inDanger);
      const [alert] = await onDesk();
      expect(await onDesk(backup.id)).toEqual([]);
      expect(await actOnAlert(cairn.app, await desk(backup.id), alert!.id, { do: 'acknowledge' })).toBeNull();
      await later(16);
      expect(await onDesk(backup.id)).toMatchObject([{ said: [{ text: inDanger }] }]);
      expect(await actOnAlert(cairn.app, await desk(backup.id), alert!.id, { do: 'acknowledge' })).toEqual({ ok: true });
      expect(await onDesk()).toMatchObject([{ acknowledged: { by: 'Ana Ruiz' } }]);
    });
  });

  describe('cleared', () => {
    test('needs a note, is on record with who, when and why, and is over', async () => {
      const person = await client(inDanger);
      const [alert] = await onDesk();
      const link = await desk();
      expect(await actOnAlert(cairn.app, link, alert!.id, { do: 'clear', note: '  ' })).toEqual({ ok: false, problem: 'empty' });
      expect(await actOnAlert(cairn.app, link, alert!.id, { do: 'clear', note: 'x'.repeat(4_001) })).toEqual({ ok: false, problem: 'too-long' });
      expect(await actOnAlert(cairn.app, link, alert!.id, { do: 'clear', note: 'We spoke on the phone. Safe with her sister.' })).toEqual({ ok: true });
      expect(await onDesk()).toEqual([]);
      await later(600);
      expect(mails()).toHaveLength(1);
      expect(await actOnAlert(cairn.app, link, alert!.id, { do: 'clear', note: 'Again.' })).toEqual({ ok: false, problem: 'already-cleared' });
      expect(await actOnAlert(cairn.app, link, alert!.id, { do: 'acknowledge' })).toEqual({ ok: false, problem: 'already-cleared' });
      const events = await cairn.app.store.prisma.safetyEvent.findMany({ where: { alertId: alert!.id }, orderBy: { seq: 'asc' } });
      expect(events.map(({ what, whom }) => whom ?? what)).toEqual(['opened', 'therapist', 'cleared']);

      // On the page of the plan it stays, as part of the record.
      await person.press('not-now');
      await person.press('go-on');
      await person.talk();
      const stored = await person.storedPlan();
      const review = (await linkTo(cairn.app, { purpose: 'review', practiceId: cairn.practice.id, therapistId: cairn.therapist.id, planId: stored.plan.id }, 1)).split('/').at(-1)!;
      expect((await openPlan(cairn.app, { token: review }, 'therapist'))!.alerts).toMatchObject([
        { cleared: { by: 'Robin Hale', note: 'We spoke on the phone. Safe with her sister.' }, told: [{ name: 'Robin Hale' }] },
      ]);
    });

    test('makes room for a new one, which is told as the first was', async () => {
      const person = await client(inDanger);
      const [first] = await onDesk();
      await actOnAlert(cairn.app, await desk(), first!.id, { do: 'clear', note: 'Spoken with.' });
      await person.write('I want to die');
      const [second] = await onDesk();
      expect(second!.id).not.toBe(first!.id);
      expect(second).toMatchObject({ level: 'concern', said: [{ text: 'I want to die' }] });
      expect(mails()).toHaveLength(2);
    });
  });

  test('is nobody else’s to see: another therapist, another practice, a client', async () => {
    const person = await client(inDanger);
    const [alert] = await onDesk();
    const other = await addTherapist(cairn.app, { practiceId: cairn.practice.id, name: 'Eve', email: 'eve@willow.example', language: 'en', takesNew: false, orientations: [] });
    const elsewhere = await openTestApp(cairn.app.store);
    const theirs = await deskToken(elsewhere);
    expect(await onDesk(other.id)).toEqual([]);
    for (const token of [await desk(other.id), theirs, 'nothing', person.address]) {
      expect(await actOnAlert(cairn.app, token, alert!.id, { do: 'clear', note: 'Mine now.' })).toBeNull();
      expect(await actOnAlert(cairn.app, token, alert!.id, { do: 'acknowledge' })).toBeNull();
    }
    expect(await onDesk()).toMatchObject([{ acknowledged: null, cleared: null }]);
  });

  test('shows what the client answered when they were asked', async () => {
    const person = await client('I wish I was dead');
    await person.press('sometimes');
    await person.press('safe');
    await person.write('my sister Ada');
    expect((await onDesk())[0]!.answers).toEqual([
      { question: 'What is on your mind right now', text: 'Sometimes' },
      { question: 'Whether you are safe right now', text: 'Yes, I am safe' },
      { question: 'Who you could tell', text: 'my sister Ada' },
    ]);
  });

  test('keeps no note of words and no note of why in the clear', async () => {
    await client(inDanger);
    const [alert] = await onDesk();
    await actOnAlert(cairn.app, await desk(), alert!.id, { do: 'clear', note: 'Spoke with her on the phone.' });
    const { rows } = await cairn.app.store.pool.query('SELECT row_to_json(a)::text AS row FROM safety_alert a UNION ALL SELECT row_to_json(d)::text FROM risk_disclosure d UNION ALL SELECT row_to_json(e)::text FROM safety_event e UNION ALL SELECT row_to_json(d)::text FROM due d');
    expect(rows.length).toBeGreaterThan(3);
    for (const { row } of rows) expect(row).not.toMatch(/phone|kill|tonight|Sam/);
  });
});
