import type { LivingCommand } from '../core/flow/common-words.ts';
import { fill, type Values } from '../core/flow/wording.ts';
import { dayAt } from '../core/living/rhythm.ts';
import type { ClientNotice } from '../core/notices.ts';
import { dateInWords } from '../core/dates-in-words.ts';
import { currentVersion, reviewOn } from '../core/plan/versions.ts';
import { progressOf } from '../core/progress/progress.ts';
import { progressText } from '../core/progress/text.ts';
import { openCheckIn } from '../store/check-ins.ts';
import { findClient } from '../store/practices.ts';
import { ratingsOf } from '../store/ratings.ts';
import { rhythmOf } from '../store/rhythms.ts';
import { openTalk, type Talk } from './begin-talk.ts';
import { checkInTalk, chosenRhythm, nextAsked, planInForce } from './check-in.ts';
import type { EffectContext } from './effects.ts';
import { sayingOf } from './page-words.ts';
import { setClientReminders } from './remind.ts';
import { endCheckIns, rhythmTalk } from './rhythm.ts';
import { revisitTalk } from './revisit.ts';

/** A client with a plan has written one of the words about it. */
export async function livingCommand(context: EffectContext, command: LivingCommand): Promise<void> {
  const { app, out, read, words, now } = context;
  const { prisma } = app.store;
  const clientId = read.client!.id;
  const owner = { practiceId: read.practice!.id, clientId };
  const client = (await findClient(prisma, clientId))!;
  const rhythm = await rhythmOf(prisma, clientId);
  /** One thing is said, and whatever was asked before is asked again. */
  const say = (text: string): void => {
    out.outbound.push({ text });
    out.goOn = true;
  };
  const notice = (what: ClientNotice, values: Values = {}): void => say(fill(app.flows.notices[client.language]!.client[what], client.language, { ...words.values, ...values }));
  const begin = (talk: Talk, also?: (tx: Parameters<typeof openTalk>[0], id: string) => Promise<void>): void => {
    out.outbound.push(...talk.outbound);
    out.writes.push(async (tx) => {
      const id = await openTalk(tx, talk, client, now);
      await also?.(tx, id);
    });
  };

  switch (command) {
    case 'reminders':
    case 'stop-reminders':
      out.writes.push((tx) => setClientReminders(app, tx, owner, command === 'reminders', now));
      return notice(command === 'reminders' ? 'reminders-on' : 'reminders-off');
    case 'stop-check-ins':
      out.writes.push((tx) => endCheckIns(tx, owner, now));
      return notice('check-ins-stopped');
    case 'check-ins': return begin(rhythmTalk(app, client, rhythm, 'asked', now));
    case 'check-in': {
      const force = await planInForce(prisma, clientId);
      if (!force) return say(fill(words.common.says['no-check-in'], client.language, words.values));
      const talk = await checkInTalk(app, prisma, client, force, rhythm, { scheduled: false }, now);
      return begin(talk, (tx, id) => openCheckIn(tx, { id, ...owner, planId: force.stored.plan.id, scheduled: false }, now));
    }
  }

  const stored = await context.plan.load();
  if (!stored) return say(fill(words.common.says['no-plan'], client.language, words.values));
  const { plan } = stored;
  switch (command) {
    case 'how-am-i': {
      const picture = progressText(progressOf({ plan, ratings: await ratingsOf(prisma, clientId), signs: [] }), sayingOf(app, client.language));
      const chosen = chosenRhythm(rhythm);
      const at = chosen && await nextAsked(prisma, clientId, chosen, now);
      const next = chosen && at && !plan.closed ? dateInWords(dayAt(at, chosen.timeZone), client.language) : '';
      return say(`${picture}\n\n${fill(app.flows.notices[client.language]!.client['after-progress'], client.language, { ...words.values, on: next, hasRatings: next ? 'yes' : 'no' })}`);
    }
    case 'review-date': {
      const on = reviewOn(currentVersion(plan).items);
      return on && !plan.closed ? notice('review-date', { on: dateInWords(on, client.language) }) : notice(plan.closed ? 'plan-is-closed' : 'no-review-date');
    }
    default: return plan.closed || plan.declined ? notice('plan-is-closed') : begin(revisitTalk(app, client, plan, command, now));
  }
}
