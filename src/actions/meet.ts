import type { InboundMessage, Sender } from '../channels/channel.ts';
import { hear, lineTexts } from '../core/safety/hear.ts';
import { CairnError } from '../errors.ts';
import { ensureAccount } from '../store/accounts.ts';
import { therapistForNewClients } from '../store/practices.ts';
import type { App } from './app.ts';
import { practiceOf, type Practice } from './practice-of.ts';
import { chatText, sayToStranger } from './say-aside.ts';

/**
 * Somebody writes who has not written before. At a practice that takes them they become a client, and true is returned; else
 * they are told kindly what they can do, and nothing is kept of them, not even that they wrote.
 */
export async function meet(app: App, message: InboundMessage): Promise<boolean> {
  const { sender, address, content } = message;
  // Of messages that were never taken nothing is left to change.
  if (content.kind === 'edited' || content.kind === 'deleted') return false;
  const practice = await practiceOf(app, sender);
  // The web shows what is stored, and nothing is stored of a stranger; its pages say what this code means.
  if (!practice && sender.channel === 'web') throw new CairnError('not-found', 'Nobody here knows the practice that this message is for.');
  const heard = 'text' in content && hear(content.text, app.flows.screens) !== null;
  const isOpen = practice?.newClients === 'self-referral';
  if (isOpen && content.kind !== 'mention' && await makeClient(app, sender, address, practice)) return true;
  const what = practice && !isOpen ? 'invited-only' : content.kind === 'mention' ? 'mentioned-by-stranger' : 'not-ready';
  sayToStranger(app, message, { text: wordsForStranger(app, practice, what, heard) });
  return false;
}

/** Words of danger come before everything else, also here. */
function wordsForStranger(app: App, practice: Practice | null, what: 'not-ready' | 'invited-only' | 'mentioned-by-stranger', heard: boolean): string {
  const language = practice?.language ?? Object.keys(app.flows.notices)[0]!;
  if (!practice) return chatText(app, language, 'not-ready');
  const { name, contact, country } = practice;
  const values = { practice: name, contact, help: `${app.publicUrl}/help-now`, ...lineTexts(app.flows.helplines, country, language) };
  return chatText(app, language, heard ? 'invited-only-danger' : what, values);
}

/** Makes the account of somebody new, as a client of the practice; false while the practice has nobody to take them. */
export async function makeClient(app: App, sender: Sender, address: string, { id: practiceId, language }: Practice): Promise<boolean> {
  const therapist = await therapistForNewClients(app.store.prisma, practiceId);
  if (!therapist) {
    app.log.warn({ practice: practiceId }, 'somebody new was turned away: the practice has no therapist who takes new clients');
    return false;
  }
  await ensureAccount(app.store, { practiceId, sender, address, owner: { newClient: { language, therapistId: therapist.id } } }, app.now());
  return true;
}
