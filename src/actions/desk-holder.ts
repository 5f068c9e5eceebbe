import { faceOf, type PracticeFace } from '../core/practice-face.ts';
import { findReviewLink } from '../store/review-links.ts';
import { within, type App } from './app.ts';
import { zoneOfTherapist } from './write-first.ts';

/** Whose desk a link opens, with the actions of their practice; null for a link that opens none. */
export async function deskHolder(app: App, token: string) {
  const link = await findReviewLink(app.store.prisma, token, app.now());
  if (link?.purpose !== 'desk' || !link.therapistId) return null;
  const own = within(app, link.practiceId);
  const { practice, ...therapist } = await own.store.prisma.therapist.findUniqueOrThrow({ where: { id: link.therapistId }, include: { practice: true } });
  return {
    own, therapist, country: practice.country,
    ids: { practiceId: practice.id, therapistId: therapist.id },
    /** What every page of theirs is drawn with. */
    frame: { practice: faceOf(practice), language: therapist.language, timeZone: zoneOfTherapist(own, therapist) },
  };
}

export interface DeskFrame {
  practice: PracticeFace;
  language: string;
  /** IANA name: where the therapist is, for dates. */
  timeZone: string;
}
