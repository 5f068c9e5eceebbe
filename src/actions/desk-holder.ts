import { findReviewLink } from '../store/review-links.ts';
import { within, type App } from './app.ts';

/** Whose desk a link opens, with the actions of their practice; null for a link that opens none. */
export async function deskHolder(app: App, token: string) {
  const link = await findReviewLink(app.store.prisma, token, app.now());
  if (link?.purpose !== 'desk' || !link.therapistId) return null;
  const own = within(app, link.practiceId);
  const { practice, ...therapist } = await own.store.prisma.therapist.findUniqueOrThrow({ where: { id: link.therapistId }, include: { practice: true } });
  const { slug, name, accent, contact } = practice;
  return { own, therapist, face: { slug, name, accent, contact }, ids: { practiceId: practice.id, therapistId: therapist.id } };
}
