import { expect, it } from 'vitest';
import { actOnPlan, openPlan } from '../../src/actions/open-plan.ts';
import { enterCode, lookAtDoor, sendCode, type LinkInAddress } from '../../src/actions/sign-in.ts';
import { currentVersion } from '../../src/core/plan/versions.ts';
import { days, minutes, openTestApp } from '../support/app.ts';
import { eachDatabase } from '../support/database.ts';

eachDatabase('the trail of an approval link', (open) => {
  it('says when it was sent, to whom a code went, who proved who they are, when it was opened and what was decided', async () => {
    const store = await open();
    const test = await openTestApp(store);
    const { app, mail, practice, therapist } = test;
    const client = test.newClient();
    const { plan } = await client.holdIntake();
    const rows = () => store.prisma.reviewLink.findMany({ where: { planId: plan.id, purpose: 'review' } });
    const trail = () => store.prisma.auditEntry.findMany({ where: { practiceId: practice.id }, orderBy: { number: 'asc' } });

    // Sent: the link is made as its mail goes out, and not before.
    const sent = mail.sent.find(({ body }) => JSON.stringify(body).includes('/review/'))!;
    const at: LinkInAddress = { purpose: 'review', token: /\/review\/([\w-]+)/.exec(JSON.stringify(sent.body))![1]! };
    const [row, ...others] = await rows();
    const queued = await store.prisma.outboundMessage.findFirstOrThrow({ where: { accountId: (await store.prisma.account.findFirstOrThrow({ where: { therapistId: therapist.id } })).id } });
    expect([others.length, row!.therapistId, row!.openedAt, row!.createdAt >= queued.createdAt, row!.createdAt <= queued.sentAt!]).toEqual([0, therapist.id, null, true, true]);

    // Looked at, by a scanner or by anybody: nothing is on record.
    const rules = { deviceMs: days(30), idleMs: days(1) };
    const nobody = { device: () => null, chat: () => null };
    const before = (await trail()).length;
    expect(await lookAtDoor(app, rules, at, nobody)).toMatchObject({ open: false });
    expect([(await trail()).length, (await rows())[0]!.openedAt]).toEqual([before, null]);

    // A code goes out, and the right one proves who it is: that opens it.
    test.later(minutes(30));
    await sendCode(app, at);
    await test.settle();
    const code = /\b\d{6}\b/.exec(mail.sent.at(-1)!.body.text)![0];
    const entered = await enterCode(app, rules, at, code, nobody);
    expect(entered).toMatchObject({ as: 'therapist' });
    await openPlan(app, { token: at.token }, 'therapist');
    const { number, hash } = currentVersion(await client.plan());
    expect(await actOnPlan(app, { token: at.token }, { do: 'approve', version: number, hash })).toEqual({ ok: true });
    await test.settle();
    await client.press('approve');

    const told = (await trail()).slice(before);
    const of = (action: string) => told.find((entry) => entry.action === action)!;
    expect(told.map(({ action }) => action)).toEqual(['link.code-sent', 'link.signed-in', 'plan.read', 'plan.approve', 'plan.answered', 'plan.agreed']);
    expect([of('link.code-sent').subject, of('link.signed-in').subject]).toEqual([{ link: row!.id }, { link: row!.id }]);
    for (const action of ['link.signed-in', 'plan.read', 'plan.approve']) expect(of(action)).toMatchObject({ actor: 'therapist', actorId: therapist.id });
    // What was decided names the very words that were.
    expect(of('plan.approve').subject).toMatchObject({ plan: plan.id });
    expect((await rows())[0]).toMatchObject({ openedAt: of('link.signed-in').at });
    expect((await client.plan()).approvals).toMatchObject([{ party: 'therapist', person: therapist.id, version: number, hash }, { party: 'client', hash }]);
  });
});
