import { fits, lineOf } from './apply.ts';
import { diffItem, diffVersions } from './diff.ts';
import { dayOf } from './dates.ts';
import { checkEdit, checkNewItem, checkOptionalText, checkText, LONGEST_TEXT } from './limits.ts';
import { changed, refused } from './result.ts';
import { currentVersion, isPending } from './versions.ts';
import type { ActResult, ItemEdit, PlanAct, Refusal } from './act.ts';
import type { Change, Party, PlanItem, Proposal, Source, TreatmentPlan } from './plan.ts';

type Propose<D extends PlanAct['do']> = Extract<PlanAct, { do: D }>;

/** A new line. The therapist cannot quote the client: words in the client's name come from the client. */
export function proposeNewItem(plan: TreatmentPlan, by: Party, act: Propose<'add'>, now: string): ActResult {
  const reason = checkReason(by, act.reason);
  if (!reason.ok) return refused({ code: reason.code });
  const item = checkNewItem(act.item, dayOf(now));
  if (!item.ok) return refused({ code: item.code });
  if (act.item.goal !== undefined) {
    const goal = lineAsSeen(plan, act.item.goal, act.seen);
    if ('code' in goal) return refused(goal);
  }
  const sources = act.item.sources.filter(({ from }) => from === 'library' || (from === 'client' && by === 'client'));
  // The line and the proposal that brings it share a number.
  const numbered = { id: `i${plan.nextNumber}`, ...item.value, sources: withPerson(sources, by) };
  const change: Change = { do: 'add', item: numbered };
  // Left to find: a second review date, and a line for what is no goal.
  if (!fits(change, currentVersion(plan).items)) return refused({ code: 'out-of-range' });
  return write(plan, by, change, reason.value, act.send, now);
}

/** Another wording, rating or date for a line, or for a line that the other side suggests adding. */
export function proposeEdit(plan: TreatmentPlan, by: Party, act: Propose<'change'>, now: string): ActResult {
  const reason = checkReason(by, act.reason);
  if (!reason.ok) return refused({ code: reason.code });
  const addition = pendingAddition(plan, by, act.item);
  const line = addition?.change.item ?? lineAsSeen(plan, act.item, act.seen);
  if ('code' in line) return refused(line);
  const edit = checkEdit(line.kind, act.to, dayOf(now));
  if (!edit.ok) return refused({ code: edit.code });

  // A second edit goes on from one's own first, which it replaces: one line never has two suggestions of one side.
  const mine = addition ?? pendingEdit(plan, by, act.item);
  const base = mine?.change.do === 'change' ? mine.change.after : line;
  const after = { ...base, ...edit.value, sources: withPerson(base.sources, by) };
  if (diffItem(base, after).length === 0 || diffItem(line, after).length === 0) return refused({ code: 'empty' });
  const why = mine?.by === by ? joinReasons(mine, edit.value, reason.value) : reason.value;
  if ([...why].length > LONGEST_TEXT) return refused({ code: 'too-long' });
  return write(plan, by, addition ? { do: 'add', item: after } : { do: 'change', before: line, after }, why, act.send, now);
}

export function proposeRemoval(plan: TreatmentPlan, by: Party, act: Propose<'remove'>, now: string): ActResult {
  const reason = checkReason(by, act.reason);
  if (!reason.ok) return refused({ code: reason.code });
  const before = lineAsSeen(plan, act.item, act.seen);
  if ('code' in before) return refused(before);
  return write(plan, by, { do: 'remove', before }, reason.value, act.send, now);
}

export function proposeQuestion(plan: TreatmentPlan, by: Party, act: Propose<'ask'>, now: string): ActResult {
  const question = checkText(act.question);
  if (!question.ok) return refused({ code: question.code });
  if (act.item === undefined) return write(plan, by, { do: 'ask', question: question.value }, '', act.send, now);
  const about = lineAsSeen(plan, act.item, act.seen);
  if ('code' in about) return refused(about);
  return write(plan, by, { do: 'ask', about, question: question.value }, '', act.send, now);
}

/** All drafted proposals of one party go to the other. */
export function sendDrafted(plan: TreatmentPlan, by: Party, now: string): ActResult {
  const drafted = plan.proposals.filter((proposal) => proposal.by === by && proposal.state === 'drafted');
  if (drafted.length === 0) return refused({ code: 'nothing-to-send' });
  const sent = drafted.map((proposal): Proposal => ({ ...proposal, state: 'open', sentAt: now }));
  const proposals = plan.proposals.map((proposal) => sent.find(({ id }) => id === proposal.id) ?? proposal);
  return changed({ ...plan, proposals: sent.reduce((all, proposal) => replaceOwn(all, proposal, now), proposals) });
}

/** The client is always told why; a client owes no reason. */
const checkReason = (by: Party, reason: string) => (by === 'therapist' ? checkText(reason) : checkOptionalText(reason));

const withPerson = (sources: Source[], by: Party): Source[] =>
  sources.some((source) => source.from === 'person' && source.party === by) ? sources : [...sources, { from: 'person', party: by }];

/** The line as it stands, provided that it reads as it did in the version the person saw. */
function lineAsSeen(plan: TreatmentPlan, id: string, seen: number): PlanItem | Refusal {
  const shown = plan.versions.find(({ number }) => number === seen);
  if (!shown) return { code: 'not-found' };
  const current = currentVersion(plan);
  const then = shown.items.find((item) => item.id === id);
  const today = current.items.find((item) => item.id === id);
  if (!then && !today) return { code: 'not-found' };
  if (then && today && diffItem(then, today).length === 0) return today;
  const since = diffVersions(shown.items, current.items).filter(({ item }) => item === id);
  return { code: 'changed-since', since, revision: plan.revision };
}

type Of<D extends Change['do']> = Proposal & { change: Extract<Change, { do: D }> };

/** A line that is only suggested so far: one's own suggestion, else the other side's. */
function pendingAddition(plan: TreatmentPlan, by: Party, line: string): Of<'add'> | undefined {
  const all = plan.proposals.filter((proposal): proposal is Of<'add'> =>
    proposal.change.do === 'add' && proposal.change.item.id === line && isPending(proposal));
  return all.findLast((proposal) => proposal.by === by) ?? all.findLast((proposal) => proposal.state !== 'drafted');
}

const pendingEdit = (plan: TreatmentPlan, by: Party, line: string): Of<'change'> | undefined =>
  plan.proposals.findLast((proposal): proposal is Of<'change'> =>
    proposal.change.do === 'change' && proposal.change.before.id === line && proposal.by === by && isPending(proposal));

/** The reason for one's earlier suggestion is kept as long as something of it is. */
function joinReasons({ change, reason }: Of<'add' | 'change'>, edit: ItemEdit, newer: string): string {
  const stands = change.do === 'add' || diffItem(change.before, change.after).some(({ field }) => !Object.hasOwn(edit, field!));
  return stands && reason !== newer ? [reason, newer].filter(Boolean).join('\n') : newer;
}

function write(plan: TreatmentPlan, by: Party, change: Change, reason: string, send: boolean, now: string): ActResult {
  const drafted: Proposal = { id: `p${plan.nextNumber}`, by, change, reason, state: 'drafted', remarks: [], createdAt: now };
  const proposal: Proposal = send ? { ...drafted, state: 'open', sentAt: now } : drafted;
  const proposals = replaceOwn([...plan.proposals, proposal], proposal, now);
  return changed({ ...plan, proposals, nextNumber: plan.nextNumber + 1 });
}

/** One's newer suggestion for a line takes the place of one's older: of a drafted one at once, of a sent one when it is sent. */
const replaceOwn = (proposals: Proposal[], newer: Proposal, now: string): Proposal[] =>
  newer.change.do === 'ask' ? proposals : proposals.map((older): Proposal => {
    const replaced = older.id !== newer.id && older.by === newer.by && older.change.do !== 'ask'
      && lineOf(older.change) === lineOf(newer.change) && isPending(older)
      && (older.state === 'drafted' || newer.state === 'open');
    return replaced ? { ...older, state: 'withdrawn', decidedAt: now } : older;
  });
