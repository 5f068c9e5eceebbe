import { randomUUID } from 'node:crypto';
import { beforeAll, expect, it } from 'vitest';
import type { PlanItem, PlanStatus, Proposal, TreatmentPlan } from '../../src/core/plan/plan.ts';
import { addNote, notesOn } from '../../src/store/notes.ts';
import { changeClient } from '../../src/store/practices.ts';
import type { Store } from '../../src/store/open-store.ts';
import { createPlan, loadPlan, plansOfClient, plansOfTherapist, savePlan } from '../../src/store/plans.ts';
import { eachDatabase } from '../support/database.ts';
import { aConversation, later, now } from './fixtures.ts';

const at = (seconds: number) => later(seconds).toISOString();
const goal: PlanItem = { id: 'i1', kind: 'goal', text: 'Speak up at work', sources: [{ from: 'person', party: 'client' }], baseline: 3 };
const review: PlanItem = { id: 'i2', kind: 'review', text: 'Look again', sources: [{ from: 'person', party: 'therapist' }], on: '2026-09-01' };

const draft = (): TreatmentPlan => ({
  id: randomUUID(),
  revision: 0,
  versions: [{ number: 1, items: [goal, review], hash: 'hash-1', by: 'draft', reason: '', at: at(0) }],
  proposals: [],
  approvals: [],
  nextNumber: 3,
});

const proposal = (id: string, change: Partial<Proposal> = {}): Proposal => ({
  id,
  by: 'therapist',
  change: { do: 'change', before: goal, after: { ...goal, text: 'Speak up once a week' } },
  reason: 'Small steps',
  state: 'open',
  remarks: [],
  createdAt: at(10),
  ...change,
});

eachDatabase('plans', (open) => {
  let store: Store;
  beforeAll(async () => void (store = await open()));

  const aPlan = async (status: PlanStatus = 'draft') => {
    const { practiceId, clientId, therapist, conversationId } = await aConversation(store);
    const owners = { practiceId, clientId, therapistId: therapist.id, conversationId };
    const plan = draft();
    await createPlan(store.prisma, plan, owners, status, now);
    return { plan, owners };
  };

  it('gives back what was stored', async () => {
    const { plan, owners } = await aPlan();
    const stored = { plan, ...owners, status: 'draft', createdAt: now, updatedAt: now };
    expect(await loadPlan(store.prisma, plan.id)).toStrictEqual(stored);
    expect(await loadPlan(store.prisma, randomUUID())).toBeNull();
  });

  it('stores what is new step by step: versions, proposals in their order, decisions, approvals', async () => {
    const { plan } = await aPlan();
    const proposed: TreatmentPlan = {
      ...plan,
      revision: 1,
      openedAt: at(5),
      proposals: [proposal('p4'), proposal('p3', { state: 'drafted' })],
      nextNumber: 5,
    };
    expect(await savePlan(store.prisma, plan, proposed, 'with-client', later(10))).toBe('saved');
    expect((await loadPlan(store.prisma, plan.id))?.plan).toStrictEqual(proposed);

    const items: PlanItem[] = [{ ...goal, text: 'Speak up once a week' }, { ...review, on: '2026-06-01' }];
    const decided: TreatmentPlan = {
      ...proposed,
      revision: 2,
      versions: [...plan.versions, { number: 2, items, hash: 'hash-2', by: 'client', reason: 'Agreed', at: at(20) }],
      proposals: [
        proposal('p4', { state: 'accepted', remarks: [{ by: 'client', text: 'Yes.', at: at(20) }], sentAt: at(11), decidedAt: at(20) }),
        proposed.proposals[1]!,
      ],
      approvals: [{ party: 'client', person: randomUUID(), version: 2, hash: 'hash-2', at: at(20) }],
      declined: { reason: 'Not now', at: at(21) },
    };
    expect(await savePlan(store.prisma, proposed, decided, 'in-review', later(20))).toBe('saved');
    const loaded = await loadPlan(store.prisma, plan.id);
    expect(loaded).toMatchObject({ status: 'in-review', createdAt: now, updatedAt: later(20) });
    expect(loaded?.plan).toStrictEqual(decided);

    const { declined: _, ...reopened } = { ...decided, revision: 3 };
    await savePlan(store.prisma, decided, reopened, 'in-review', later(30));
    expect((await loadPlan(store.prisma, plan.id))?.plan).toStrictEqual(reopened);
  });

  it('refuses a change of a plan that has changed since it was read', async () => {
    const { plan } = await aPlan();
    const change = (text: string) => ({ ...plan, revision: 1, proposals: [proposal('p3', { reason: text })], nextNumber: 4 });
    const outcomes = await Promise.all(['a', 'b', 'c'].map((text) => savePlan(store.prisma, plan, change(text), 'in-review', now)));
    expect(outcomes.toSorted()).toEqual(['saved', 'stale', 'stale']);
    const { plan: stored } = (await loadPlan(store.prisma, plan.id))!;
    expect(stored.proposals.map(({ reason }) => reason)).toEqual([['a', 'b', 'c'][outcomes.indexOf('saved')]]);
  });

  it('is part of the transaction it is given', async () => {
    const { plan } = await aPlan();
    const changed = { ...plan, revision: 1, proposals: [proposal('p3')] };
    const failing = store.prisma.$transaction(async (tx) => {
      expect(await savePlan(tx, plan, changed, 'in-review', now)).toBe('saved');
      throw new Error('the rest failed');
    });
    await expect(failing).rejects.toThrow('the rest failed');
    expect((await loadPlan(store.prisma, plan.id))?.plan).toStrictEqual(plan);
  });

  it('never lets a version change, by any way', async () => {
    const { plan } = await aPlan();
    const where = { planId_number: { planId: plan.id, number: 1 } };
    await expect(store.prisma.planVersion.update({ where, data: { reason: 'x' } })).rejects.toThrow();
    await expect(store.pool.query('UPDATE plan_version SET hash = $1', ['x'])).rejects.toMatchObject({ code: '23001' });
    expect((await loadPlan(store.prisma, plan.id))?.plan).toStrictEqual(plan);
  });

  it('lets a plan go with its client', async () => {
    const { plan, owners } = await aPlan();
    await store.prisma.client.delete({ where: { id: owners.clientId } });
    expect(await loadPlan(store.prisma, plan.id)).toBeNull();
    expect(await store.prisma.planVersion.count({ where: { planId: plan.id } })).toBe(0);
  });

  it('lists plans for the desk', async () => {
    const { plan, owners } = await aPlan('in-review');
    const second = draft();
    await createPlan(store.prisma, second, owners, 'agreed', later(60));
    await changeClient(store.prisma, owners.clientId, { name: 'Sam' });
    const all = await plansOfTherapist(store.prisma, owners.therapistId);
    expect(all.map(({ id, status }) => [id, status])).toEqual([[second.id, 'agreed'], [plan.id, 'in-review']]);
    expect(await plansOfTherapist(store.prisma, owners.therapistId, ['draft', 'in-review'])).toEqual([
      {
        id: plan.id,
        client: { id: owners.clientId, name: 'Sam' },
        therapistId: owners.therapistId,
        status: 'in-review',
        reviewOn: '2026-09-01',
        version: 1,
        openProposals: 0,
        createdAt: now,
        updatedAt: now,
      },
    ]);
    expect((await plansOfClient(store.prisma, owners.clientId)).map(({ id }) => id)).toEqual([second.id, plan.id]);
  });

  it('keeps a therapist\'s private notes to that therapist', async () => {
    const { plan, owners } = await aPlan();
    await addNote(store.prisma, { planId: plan.id, therapistId: owners.therapistId, text: 'first\0' }, now);
    await addNote(store.prisma, { planId: plan.id, therapistId: owners.therapistId, text: 'second' }, later(1));
    const notes = await notesOn(store.prisma, plan.id, owners.therapistId);
    expect(notes.map(({ text }) => text)).toEqual(['first\0', 'second']);
    expect(await notesOn(store.prisma, plan.id, randomUUID())).toEqual([]);
  });
});
