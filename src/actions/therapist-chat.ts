import type { InboundMessage } from '../channels/channel.ts';
import { readCommand } from '../core/conversation/commands.ts';
import type { TurnRead } from '../store/read-turn.ts';
import type { App } from './app.ts';
import { chatText, sayAside } from './say-aside.ts';
import { setTherapistSettings } from './therapist-settings.ts';

/** A therapist has written to Cairn: what waits for them, and the way to their desk. Never an intake, never a client's words. */
export async function answerTherapist(app: App, message: InboundMessage, read: TurnRead): Promise<void> {
  const wish = await remindersWish(app, message, read);
  if (wish) {
    await setTherapistSettings(app, read.account!.therapistId!, { remindersOff: !wish.on });
    await sayAside(app, message, read, [{ text: wish.answer }]);
    return;
  }
  const changed = message.content.kind === 'edited' || message.content.kind === 'deleted';
  const waiting = await plansWaitingFor(app, read.account!.therapistId!);
  await sayAside(app, message, read, changed ? [] : [{ notice: 'where-things-stand', waiting }]);
}

/** "stop reminders" and "reminders", the only words of theirs that do something. */
async function remindersWish(app: App, { content }: InboundMessage, { account, therapist }: TurnRead): Promise<{ on: boolean; answer: string } | null> {
  if (content.kind !== 'text') return null;
  const { language } = await app.store.prisma.therapist.findUniqueOrThrow({ where: { id: account!.therapistId! }, select: { language: true } });
  const command = readCommand(content.text, app.flows.common[language]!, { living: true })?.name;
  if (command !== 'reminders' && command !== 'stop-reminders') return null;
  const on = command === 'reminders';
  return { on, answer: chatText(app, language, on ? 'therapist-reminders-on' : 'therapist-reminders-off', { therapist: therapist?.name ?? '' }) };
}

/** How many plans wait for a therapist. */
export const plansWaitingFor = (app: App, therapistId: string): Promise<number> =>
  app.store.prisma.treatmentPlan.count({ where: { therapistId, status: { in: ['draft', 'in-review'] } } });
