import type { InboundMessage, Sender } from '../channels/channel.ts';
import type { ChatNotice } from '../core/notices.ts';
import { hear, lineTexts } from '../core/safety/hear.ts';
import { CairnError, isCairnError, type ErrorCode } from '../errors.ts';
import { ensureAccount } from '../store/accounts.ts';
import { therapistForNewClients } from '../store/practices.ts';
import type { App } from './app.ts';
import { practiceOf, type Practice } from './practice-of.ts';
import { chatText, sayToStranger } from './say-aside.ts';

/** What somebody new is told who cannot begin, by the code of why not. */
const told: Partial<Record<ErrorCode, ChatNotice>> = {
  'not-found': 'not-ready', 'not-allowed': 'invited-only', 'full-today': 'full-today', unsupported: 'mentioned-by-stranger',
};

/**
 * Somebody writes who has not written before. At a practice that takes them they become a client, and true is returned; else
 * they are told kindly what they can do, and nothing is kept of them, not even that they wrote.
 */
export async function meet(app: App, message: InboundMessage): Promise<boolean> {
  const { sender, address, content } = message;
  // Of messages that were never taken nothing is left to change.
  if (content.kind === 'edited' || content.kind === 'deleted') return false;
  const practice = await practiceOf(app, sender);
  try {
    // Others could read what they answered.
    if (content.kind === 'mention' && practice?.newClients === 'self-referral') throw new CairnError('unsupported', 'Nobody begins where others read.');
    await makeClient(app, sender, address, practice);
    return true;
  } catch (error) {
    const what = isCairnError(error) && told[error.code];
    // The web shows what is stored, and nothing is stored of a stranger: its pages say what the code means.
    if (!what || sender.channel === 'web') throw error;
    const language = practice?.language ?? Object.keys(app.flows.notices)[0]!;
    const heard = 'text' in content && hear(content.text, app.flows.screens) !== null;
    sayToStranger(app, message, language, { text: wordsForStranger(app, practice, language, heard ? 'invited-only-danger' : what, error) });
    return false;
  }
}

function wordsForStranger(app: App, practice: Practice | null, language: string, what: ChatNotice, { details }: CairnError): string {
  if (!practice) return chatText(app, language, 'not-ready');
  const { name, contact, country } = practice;
  const { retryAfterSeconds = 0 } = (details ?? {}) as { retryAfterSeconds?: number };
  return chatText(app, language, what, {
    practice: name, contact, help: `${app.publicUrl}/help-now`, hours: Math.ceil(retryAfterSeconds / 3_600),
    ...lineTexts(app.flows.helplines, country, language),
  });
}

/**
 * Makes the account of somebody new whom nobody sent, as a client of the practice.
 *
 * @throws CairnError 'not-found' where there is no practice, or nobody in it who takes new clients; 'not-allowed' where people
 * are met by invite alone; 'full-today'
 */
export async function makeClient(app: App, sender: Sender, address: string, practice: Practice | null): Promise<void> {
  if (!practice) throw new CairnError('not-found', 'Nobody here knows the practice that this message is for.');
  const { id: practiceId, language, newClients } = practice;
  if (newClients !== 'self-referral') throw new CairnError('not-allowed', 'The practice meets new people by invite.');
  const turnAway = (error: unknown): never => {
    if (isCairnError(error)) app.log.warn({ practice: practiceId, code: error.code }, 'somebody new was turned away');
    throw error;
  };
  const therapist = await therapistForNewClients(app.store.prisma, practiceId);
  if (!therapist) return turnAway(new CairnError('not-found', 'The practice has no therapist who takes new clients.', { remedy: 'Add one with: npm run cairn -- therapist add' }));
  const owner = { newClient: { language, therapistId: therapist.id }, selfReferral: true };
  await ensureAccount(app.store.prisma, { practiceId, sender, address, owner }, app.now()).catch(turnAway);
}
