import { caseloadOf, type CaseloadRow } from '../../src/actions/caseload.ts';
import { currentVersion } from '../../src/core/plan/versions.ts';
import { plansOfTherapist } from '../../src/store/plans.ts';
import { dueNow, type TestApp, type TestClient } from '../support/app.ts';

const HOUR_MS = 3_600_000;

/** Lets time go by, from one thing that is due to the next; stops early when `until` holds. Gives the days that went by. */
export async function goesBy(test: TestApp, days: number, until: () => boolean | Promise<boolean> = () => false): Promise<number> {
  const { prisma } = test.app.store;
  const start = test.now().getTime();
  const end = start + days * 24 * HOUR_MS;
  for (;;) {
    const next = await prisma.due.findFirst({ where: { practiceId: test.practice.id, doneAt: null, at: { lte: new Date(end) } }, orderBy: { at: 'asc' } });
    const now = test.now().getTime();
    test.later(Math.max(0, (next ? next.at.getTime() : end) - now));
    await dueNow(test);
    if (!next || await until()) return Math.round((test.now().getTime() - start) / (24 * HOUR_MS) * 100) / 100;
  }
}

/** Therapist and client say yes to the plan as it stands; the client in the chat. */
export async function agree(client: TestClient): Promise<void> {
  const { number, hash } = currentVersion(await client.plan());
  await client.act('therapist', { do: 'approve', version: number, hash });
  await client.press('approve');
}

/** A client with an agreed plan of these goals, rated 3 at the beginning. */
export async function withPlan(test: TestApp, goals = ['Sleep through most nights', 'Speak up in meetings'], country = 'Ireland'): Promise<TestClient> {
  const client = test.newClient();
  await client.holdIntake({ country, goals: [...goals, { press: ['done'] }, { press: ['as-is'] }], rating: { press: ['3'] }, 'good-enough': { press: ['7'] }, 'review-rhythm': { press: ['six-months'] } });
  await agree(client);
  return client;
}

/** Answers the offer of a rhythm. */
export async function chooses(client: TestClient, every: string, day = 'monday', time = '18:00', zone?: string): Promise<void> {
  await client.press(every);
  if (every === 'none') return;
  await client.press(day);
  await client.press(time);
  if (zone) await client.write(zone);
  else await client.press(client.question!.choices[0]!.id);
}

/** A therapist's clients as their desk shows them. */
export const caseload = async (test: TestApp, therapistId = test.therapist.id): Promise<CaseloadRow[]> =>
  caseloadOf(test.app, await plansOfTherapist(test.app.store.prisma, therapistId), test.app.timeZone);

/** Subjects of the mails to this practice's therapist; what other tests left due in the same database is no business of theirs. */
export const subjectsIn = (test: TestApp): string[] => test.mail.sent.filter(({ sender }) => sender.workspace === test.practice.id).map(({ body }) => body.subject!);

/** The texts they were sent since `from`. */
export const heardSince = (client: TestClient, from: number): string => client.heard.slice(from).map(({ text }) => text).join('\n---\n');
