import type { App } from './app.ts';
import { addPractice, addTherapist, deskLink } from './admin.ts';

export const DEMO_SLUG = 'willow';
const DEMO_EMAIL = 'robin.hale@willow.example';

/** A made-up practice with one therapist, so that there is somebody to talk to right after the first start. */
export async function ensureDemoPractice(app: App): Promise<void> {
  if (await app.store.prisma.practice.count() > 0) return;
  const practice = await addPractice(app, {
    slug: DEMO_SLUG, name: 'Willow Practice', accent: '#2f6f62', country: 'IE', language: 'en',
    contact: 'call +353 1 555 0123 or write to hello@willow.example',
  });
  await addTherapist(app, {
    practiceId: practice.id, name: 'Robin Hale', email: DEMO_EMAIL, language: 'en', takesNew: true,
    orientations: ['cbt', 'act', 'compassion-focused'],
  });
}

/** A link to the demo therapist's desk; null where the demo practice is not the one in use. */
export async function demoDesk(app: App): Promise<string | null> {
  const demo = await app.store.prisma.therapist.findFirst({ where: { email: DEMO_EMAIL, practice: { slug: DEMO_SLUG } } });
  return demo && deskLink(app, DEMO_SLUG, DEMO_EMAIL);
}
