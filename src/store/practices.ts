import { CairnError } from '../errors.ts';
import { Prisma } from './generated/client.ts';
import type { Db } from './open-store.ts';

/** People who are set up by hand or with a command. What is left out gets the schema's default. */
export type NewPractice = Pick<
  Prisma.PracticeUncheckedCreateInput,
  'slug' | 'name' | 'contact' | 'accent' | 'country' | 'language' | 'minimumAge' | 'reviewMonths'
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
export const createPractice = (db: Db, practice: NewPractice, now: Date) =>
  db.practice
    .create({ data: { ...practice, createdAt: now } })
    .catch(unlessTaken(`There is already a practice at /p/${practice.slug}.`));

/** @throws CairnError 'conflict' if the practice already has a therapist with this e-mail address */
export const createTherapist = (db: Db, therapist: NewTherapist, now: Date) =>
  db.therapist
    .create({ data: { ...therapist, createdAt: now } })
    .catch(unlessTaken('The practice already has a therapist with this e-mail address.'));

export const createClient = (db: Db, client: NewClient, now: Date) => db.client.create({ data: { ...client, createdAt: now } });

/** What a client says about themselves in a conversation, or a practice decides for them. */
export const changeClient = async (db: Db, id: string, change: Omit<Partial<NewClient>, 'practiceId'>): Promise<void> => {
  await db.client.update({ where: { id }, data: change });
};

export const findPractice = (db: Db, slug: string) => db.practice.findUnique({ where: { slug } });

/** Whom a new client without an invite goes to; null if nobody in the practice takes new clients. */
export const therapistForNewClients = (db: Db, practiceId: string) =>
  db.therapist.findFirst({ where: { practiceId, takesNew: true }, orderBy: [{ createdAt: 'asc' }, { id: 'asc' }] });

const unlessTaken = (message: string) => (error: unknown): never => {
  const taken = error instanceof Prisma.PrismaClientKnownRequestError && error.code === 'P2002';
  throw taken ? new CairnError('conflict', message, { remedy: 'Choose another one.', cause: error }) : error;
};
