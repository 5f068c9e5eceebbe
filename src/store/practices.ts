import { randomUUID } from 'node:crypto';
import { CairnError } from '../errors.ts';
import { Prisma } from './generated/client.ts';
import type { Db } from './open-store.ts';
import { nameOf } from './client-names.ts';
import { sealedName } from './places.ts';

/** People who are set up by hand or with a command. What is left out gets the schema's default. */
export type NewPractice = Pick<
  Prisma.PracticeUncheckedCreateInput,
  'alsoSpeaks' | 'recordYears' | 'idleMonths' | 'quietFrom' | 'quietUntil' | 'slug' | 'name' | 'contact' | 'accent' | 'country' | 'language' | 'minimumAge' | 'reviewMonths' | 'email' | 'alertMinutesImminent' | 'alertMinutesConcern' | 'alertMinutesAsk' | 'selfReferralsPerDay' | 'newClients'
>;
export type NewTherapist = { orientations: string[] } & Pick<
  Prisma.TherapistUncheckedCreateInput,
  'practiceId' | 'name' | 'email' | 'language' | 'takesNew'
>;
export type NewClient = Pick<
  Prisma.ClientUncheckedCreateInput,
  'practiceId' | 'therapistId' | 'name' | 'country' | 'language'
>;

/** @throws CairnError 'conflict' if another practice has this slug */
export const createPractice = async (db: Db, practice: NewPractice, now: Date) => {
  const id = randomUUID();
  const dataKeyId = await db.vault.make(db, id);
  return db.practice
    .create({ data: { id, ...practice, dataKeyId, createdAt: now } })
    .catch(unlessTaken(`There is already a practice at /p/${practice.slug}.`));
};

/** @throws CairnError 'conflict' if the practice already has a therapist with this e-mail address */
export const createTherapist = (db: Db, therapist: NewTherapist, now: Date) =>
  db.therapist
    .create({ data: { ...therapist, createdAt: now } })
    .catch(unlessTaken('The practice already has a therapist with this e-mail address.'));

export const createClient = async (db: Db, { name, ...client }: NewClient, now: Date) => {
  const id = randomUUID();
  const dataKeyId = await db.vault.make(db, client.practiceId);
  const created = await db.client.create({ data: { id, ...client, dataKeyId, createdAt: now } });
  if (name != null) await changeClient(db, id, { name });
  return { ...created, name: name ?? null };
};

/** What a client says about themselves in a conversation, or a practice decides for them. */
export const changeClient = async (db: Db, id: string, { name, ...change }: Omit<Partial<NewClient>, 'practiceId'>): Promise<void> => {
  const sealed = name === undefined ? {} : { name: sealedName(await db.vault.ofClient(db, id), id, name) };
  await db.client.update({ where: { id }, data: { ...change, ...sealed } });
};

/** A client with their name to be read, their practice and their therapist. */
export const findClient = async (db: Db, id: string) => {
  const row = await db.client.findUnique({ where: { id }, include: { practice: true, therapist: true, dataKey: true } });
  if (!row) return null;
  const { dataKey: _, ...client } = row;
  return { ...client, name: nameOf(db.vault, row) };
};

export const findPractice = (db: Db, slug: string) => db.practice.findUnique({ where: { slug } });

/** Whom a new client without an invite goes to; null if nobody in the practice takes new clients. */
export const therapistForNewClients = (db: Db, practiceId: string) =>
  db.therapist.findFirst({ where: { practiceId, takesNew: true }, orderBy: [{ createdAt: 'asc' }, { id: 'asc' }] });

/**
 * Takes one of a practice's places for people nobody sent; there are so many a day (UTC). False when none is left. Any
 * number of processes agree, since it is one statement.
 */
export const takeSelfReferral = async (db: Db, practiceId: string, now: Date): Promise<boolean> => {
  const taken = await db.$executeRaw`
    INSERT INTO self_referral_day AS today (practice_id, day, begun)
    SELECT id, ${dayOf(now)}::date, 1 FROM practice WHERE id = ${practiceId}::uuid AND self_referrals_per_day > 0
    ON CONFLICT (practice_id, day) DO UPDATE SET begun = today.begun + 1
    WHERE today.begun < (SELECT self_referrals_per_day FROM practice WHERE id = today.practice_id)`;
  return taken === 1;
};

/** Whether a place is left today, without taking it. */
export const hasSelfReferralLeft = async (db: Db, practiceId: string, now: Date): Promise<boolean> => {
  const { selfReferralsPerDay, selfReferrals } = await db.practice.findUniqueOrThrow({
    where: { id: practiceId },
    select: { selfReferralsPerDay: true, selfReferrals: { where: { day: new Date(dayOf(now)) } } },
  });
  return (selfReferrals[0]?.begun ?? 0) < selfReferralsPerDay;
};

const dayOf = (now: Date): string => now.toISOString().slice(0, 10);

/** Seconds until there are new places. */
export const untilTomorrow = (now: Date): number => Math.ceil((86_400_000 - (now.getTime() % 86_400_000)) / 1000);

const unlessTaken = (message: string) => (error: unknown): never => {
  const taken = error instanceof Prisma.PrismaClientKnownRequestError && error.code === 'P2002';
  throw taken ? new CairnError('conflict', message, { remedy: 'Choose another one.', cause: error }) : error;
};
