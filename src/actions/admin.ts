import type { ChannelName } from '../channels/channel.ts';
import { countryName } from '../core/intake/countries.ts';
import { CairnError } from '../errors.ts';
import { audit } from '../store/audit.ts';
import { ensureAccount } from '../store/accounts.ts';
import { createPractice, createTherapist, type NewPractice, type NewTherapist } from '../store/practices.ts';
import { revokeReviewLinks } from '../store/review-links.ts';
import { bindWorkspace, unbindWorkspace } from '../store/workspaces.ts';
import type { App } from './app.ts';
import { remindLater } from './remind.ts';
import { tellNewTherapist } from './raise-alert.ts';
import { checkLanguages } from './therapist-settings.ts';
import { linkTo } from './word-notice.ts';

/** What a practice's administrator does by command. */

export async function addPractice(app: App, practice: NewPractice) {
  checkSettings(app, practice);
  return createPractice(app.store.prisma, practice, app.now());
}

export async function changePractice(app: App, slug: string, settings: Partial<NewPractice>): Promise<void> {
  const { id } = await practiceBySlug(app, slug);
  checkSettings(app, settings);
  await app.store.prisma.practice.update({ where: { id }, data: settings });
}

function checkSettings(app: App, { language, alsoSpeaks, country }: { language?: string | undefined; alsoSpeaks?: unknown; country?: string | null | undefined }): void {
  checkLanguages(app, [...(language === undefined ? [] : [language]), ...(Array.isArray(alsoSpeaks) ? alsoSpeaks as string[] : [])]);
  if (country != null && countryName(country, 'en') === null) {
    throw new CairnError('invalid-input', `"${country}" is no country's code.`, { remedy: 'Use the two letters of ISO 3166, such as IE.' });
  }
}

/** A therapist, and the mail account that their notices go to. Orientations are checked against the library. */
export async function addTherapist(app: App, therapist: NewTherapist) {
  const { library } = Object.values(app.flows.knowledge)[0]!;
  const unknown = therapist.orientations.filter((id) => !library.orientation(id));
  if (unknown.length > 0) {
    throw new CairnError('invalid-input', `There is no orientation called ${unknown.map((id) => `"${id}"`).join(', ')}.`, {
      remedy: `Use some of: ${library.orientations.map(({ id }) => id).join(', ')}.`,
    });
  }
  checkSettings(app, therapist);
  // Both or neither: a therapist without an account would never be told of anything.
  return app.store.prisma.$transaction(async (tx) => {
    const created = await createTherapist(tx, therapist, app.now());
    await ensureAccount(tx, {
      practiceId: therapist.practiceId,
      sender: { channel: 'mail', workspace: therapist.practiceId, userId: therapist.email },
      address: therapist.email,
      owner: { therapistId: created.id },
    }, app.now());
    return created;
  });
}

export async function practiceBySlug(app: App, slug: string) {
  const practice = await app.store.prisma.practice.findUnique({ where: { slug } });
  if (!practice) throw new CairnError('not-found', `There is no practice called "${slug}".`, { remedy: 'List them with: npm run cairn -- practice list' });
  return practice;
}

export async function therapistByEmail(app: App, slug: string, email: string) {
  const practice = await practiceBySlug(app, slug);
  const therapist = await app.store.prisma.therapist.findUnique({ where: { practiceId_email: { practiceId: practice.id, email } } });
  if (!therapist) throw new CairnError('not-found', `"${slug}" has no therapist with that address.`, { remedy: `List them with: npm run cairn -- therapist list ${slug}` });
  return therapist;
}

/** A fresh link to a therapist's desk, shown once. */
export async function deskLink(app: App, slug: string, email: string): Promise<string> {
  const therapist = await therapistByEmail(app, slug, email);
  return linkTo(app, { purpose: 'desk', practiceId: therapist.practiceId, therapistId: therapist.id }, 30);
}

/** Ends every link a therapist has; the next mail brings a new one. */
export async function revokeTherapistLinks(app: App, slug: string, email: string): Promise<void> {
  const therapist = await therapistByEmail(app, slug, email);
  await revokeReviewLinks(app.store.prisma, { therapistId: therapist.id }, app.now());
}

/** Gives a client to another therapist of the same practice, with their plans; every link to those plans ends. */
export async function assignClient(app: App, clientId: string, slug: string, email: string): Promise<void> {
  const therapist = await therapistByEmail(app, slug, email);
  await app.store.prisma.$transaction(async (tx) => {
    const { count } = await tx.client.updateMany({ where: { id: clientId, practiceId: therapist.practiceId }, data: { therapistId: therapist.id } });
    if (count === 0) throw new CairnError('not-found', `"${slug}" has no such client.`, { remedy: `List them with: npm run cairn -- client list ${slug}` });
    await tx.treatmentPlan.updateMany({ where: { clientId }, data: { therapistId: therapist.id } });
    for (const { id } of await tx.treatmentPlan.findMany({ where: { clientId }, select: { id: true } })) {
      await revokeReviewLinks(tx, { planId: id }, app.now());
    }
    const { practiceId } = therapist;
    await audit(tx, { practiceId, by: { actor: 'practice' }, action: 'client.assigned', clientId, subject: { to: therapist.id } }, app.now());
    await remindLater(app, tx, { practiceId, therapistId: therapist.id }, app.now());
    // Delivered by the running Cairn, within a minute.
    await tellNewTherapist(tx, clientId, app.now());
  });
}

/** Who is told when a therapist has not seen a safety alert in time; null: nobody of their colleagues. */
export async function setBackup(app: App, slug: string, email: string, colleague: string | null): Promise<void> {
  const therapist = await therapistByEmail(app, slug, email);
  const backup = colleague === null ? null : await therapistByEmail(app, slug, colleague);
  if (backup?.id === therapist.id) throw new CairnError('invalid-input', 'Nobody stands in for themselves.', { remedy: 'Name a colleague, or leave it out.' });
  await app.store.prisma.therapist.update({ where: { id: therapist.id }, data: { backupId: backup?.id ?? null } });
}

/** The people of a platform's workspace belong to a practice from now on. */
export async function addWorkspace(app: App, channel: ChannelName, workspace: string, slug: string): Promise<void> {
  const { id } = await practiceBySlug(app, slug);
  await bindWorkspace(app.store.prisma, { channel, workspace, practiceId: id });
}

export async function removeWorkspace(app: App, channel: ChannelName, workspace: string): Promise<void> {
  if (await unbindWorkspace(app.store.prisma, channel, workspace)) return;
  throw new CairnError('not-found', 'That workspace belongs to no practice.', { remedy: 'List them with: npm run cairn -- workspace list' });
}
