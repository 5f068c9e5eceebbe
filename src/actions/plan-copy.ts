import { chosenRhythm } from './check-in.ts';
import { dayAt, nextCheckIn } from '../core/living/rhythm.ts';
import type { PageWords } from '../core/page-words.ts';
import type { Party } from '../core/plan/plan.ts';
import type { CheckInRhythm } from '../export/calendar.ts';
import type { Copy } from '../export/copy.ts';
import { audit } from '../store/audit.ts';
import { consentsOf } from '../store/consents.ts';
import type { ClientRhythm } from '../store/rhythms.ts';
import type { App } from './app.ts';
import { livingView } from './living-view.ts';
import { openPlan } from './open-plan.ts';
import type { PlanKey } from './plan-holder.ts';

export type CopyFormat = 'pdf' | 'calendar' | 'fhir';

/** A file to give out. */
export interface CopiedPlan {
  type: string;
  body: string | Uint8Array;
}

/** Everything that leaves Cairn with a plan, as the holder of the token may see it; null for a token that opens nothing as this party. */
export async function copyOf(app: App, key: PlanKey, as: Party): Promise<Copy | null> {
  return (await gather(app, key, as))?.copy ?? null;
}

/**
 * The plan as a file, and a note on record that it was given out. `wordsIn` has the pages' words of a language. Null for a
 * token that opens nothing as this party, and for a client who asks for the record, which is made for other record systems.
 */
export async function giveCopy(app: App, key: PlanKey, as: Party, format: CopyFormat, wordsIn: (language: string) => PageWords): Promise<CopiedPlan | null> {
  if (format === 'fhir' && as !== 'therapist') return null;
  const gathered = await gather(app, key, as);
  if (!gathered) return null;
  const { copy, rhythm, language, held: { own, by, stored: { practiceId } } } = gathered;
  const file = await draw(format, copy, wordsIn(language), as === 'client' ? checkInsIn(rhythm, app.now()) : undefined);
  const subject = { plan: copy.plan.id, version: copy.plan.versions.at(-1)!.number, format };
  await own.store.prisma.$transaction((tx) =>
    audit(tx, { practiceId, by: { actor: as, id: by.person }, action: 'plan.copied', clientId: copy.client.id, subject }, app.now()));
  return file;
}

async function gather(app: App, key: PlanKey, as: Party) {
  const opened = await openPlan(app, key, as);
  if (!opened) return null;
  const { held, view: { practice, therapist, client, plan, words, foreign, clientLanguage }, language, timeZone } = opened;
  const { ratings, signs, rhythm } = await livingView(held, language);
  const copy: Copy = {
    at: app.now().toISOString(),
    timeZone: (as === 'client' ? rhythm.timeZone : null) ?? timeZone,
    practice, therapist, client, plan, words, signs, foreign, ...(clientLanguage && { clientLanguage }),
    ratings: ratings.map(({ goal, at, value }) => ({ goal, at, value })),
    consents: await copiedConsents(held.own, client.id),
  };
  return { copy, rhythm, language, held };
}

export const copiedConsents = async (app: App, clientId: string): Promise<Copy['consents']> =>
  (await consentsOf(app.store.prisma, clientId)).map(({ id, at, given, shown, withdrawnAt }) =>
    ({ id, given, shown, at: at.toISOString(), withdrawnAt: withdrawnAt?.toISOString() ?? null }));

/** The makers of files bring fonts and much else: each is loaded when somebody first wants one. */
async function draw(format: CopyFormat, copy: Copy, words: PageWords, checkIns: CheckInRhythm | undefined): Promise<CopiedPlan> {
  switch (format) {
    case 'pdf': return { type: 'application/pdf', body: await (await import('../export/pdf.ts')).planPdf(copy, words) };
    case 'calendar': return { type: 'text/calendar; charset=utf-8', body: (await import('../export/calendar.ts')).planCalendar(copy, words, checkIns) };
    case 'fhir': return { type: 'application/fhir+json; charset=utf-8', body: JSON.stringify((await import('../export/fhir.ts')).fhirBundle(copy, words), null, 2) };
  }
}

const EVERY = { weekly: 'week', fortnightly: 'two-weeks', monthly: 'month' } as const;

/** The client's own check-ins, from the next one on. */
function checkInsIn(rhythm: ClientRhythm, now: Date): CheckInRhythm | undefined {
  const chosen = chosenRhythm(rhythm);
  if (!chosen) return undefined;
  return { first: dayAt(nextCheckIn(chosen, now), chosen.timeZone), time: chosen.time, every: EVERY[chosen.every] };
}
