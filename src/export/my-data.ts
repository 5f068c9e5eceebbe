import { strToU8, zipSync, type Zippable } from 'fflate';
import type { PageWords } from '../core/page-words.ts';
import type { AnsweredCheckIn } from '../core/progress/since.ts';
import { visibleTo } from '../core/plan/visible.ts';
import type { PracticeFace } from '../core/practice-face.ts';
import type { CopiedConsent, Copy } from './copy.ts';
import { myDataPage } from './my-data-page.ts';

/** Everything that is held about one client, as plain data. Instants are ISO texts. */
export interface MyData {
  at: string;
  /** IANA name of the zone that days and hours are told in. */
  timeZone: string;
  practice: PracticeFace;
  client: {
    id: string;
    name: string | null;
    /** As words: "English". */
    language: string;
    country: string | null;
    since: string;
    /** Where they talk with Cairn, as words: "Slack". */
    chats: { name: string; since: string }[];
  };
  consents: CopiedConsent[];
  /** Oldest first. */
  conversations: MyConversation[];
  /** Every message both ways, oldest first. */
  messages: { at: string; from: 'client' | 'cairn'; text: string }[];
  /** Newest first. What the therapist has not sent is taken out here; their private notes never belong in it. */
  plans: Copy[];
  checkIns: AnsweredCheckIn[];
  /** When danger was heard. */
  disclosures: { at: string }[];
  /** Whom anything was given to. */
  releases: { at: string; what: string; whom: string }[];
  /** Whatever else is held, for `data.json` alone. */
  more?: Record<string, unknown>;
}

export interface MyConversation {
  title: string;
  at: string;
  answers: {
    question: string;
    /** Null: skipped. */
    text: string | null;
    at: string;
    outOfPlan: boolean;
  }[];
}

/** One ZIP file: a page to read and print without any program of ours, the same as JSON, and the plans as PDF. */
export async function myDataZip(data: MyData, words: PageWords): Promise<Uint8Array> {
  const theirs: MyData = { ...data, plans: data.plans.map((copy) => ({ ...copy, plan: visibleTo(copy.plan, 'client') })) };
  const files: Zippable = {
    'index.html': strToU8(await myDataPage(theirs, words)),
    'data.json': strToU8(`${JSON.stringify({ format: 'cairn-my-data', formatVersion: 1, ...theirs }, null, 2)}\n`),
  };
  if (theirs.plans.length > 0) {
    // Fonts and all: only for those who have a plan.
    const { planPdf } = await import('./pdf.ts');
    for (const [place, copy] of theirs.plans.entries()) files[planFile(place)] = await planPdf(copy, words);
  }
  return zipSync(files, { mtime: new Date(data.at) });
}

/** plan.pdf, plan-2.pdf, … */
const planFile = (place: number): string => (place === 0 ? 'plan.pdf' : `plan-${place + 1}.pdf`);
