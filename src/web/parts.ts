import type { IncomingMessage, ServerResponse } from 'node:http';
import type { ChatPerson } from '../actions/chat-person.ts';
import type { AlertAct, AlertActed } from '../actions/clear-alert.ts';
import type { ConnectCode } from '../actions/desk-chats.ts';
import type { DeskInvites, MadeInvite } from '../actions/desk-invites.ts';
import type { DeskIntake } from '../actions/desk-intake.ts';
import type { DeskSettings, SettingsWish } from '../actions/desk-settings.ts';
import type { MyDataView } from '../actions/my-data-page.ts';
import type { PlanActed } from '../actions/open-plan.ts';
import type { CopiedPlan, CopyFormat } from '../actions/plan-copy.ts';
import type { PlanProgress } from '../actions/plan-progress.ts';
import type { HeldChat, OpenedInvite } from '../actions/invite-link.ts';
import type { DeskRow, PlanView, SafetyAlert } from '../actions/plan-view.ts';
import type { DoorState, Held, LinkInAddress } from '../actions/sign-in.ts';
import type { InboundMessage } from '../channels/channel.ts';
import type { MessageBody } from '../core/conversation/message.ts';
import type { CommandName } from '../core/flow/common-words.ts';
import type { PageWords } from '../core/page-words.ts';
import type { PlanAct } from '../core/plan/act.ts';
import type { Party } from '../core/plan/plan.ts';
import type { PracticeFace } from '../core/practice-face.ts';
import type { Limits } from './limits.ts';

export type { ChatPerson, DoorState, Held, LinkInAddress };

/** All that the web needs from the rest of Cairn, as plain functions: `main.ts` wires them to actions. */
export interface WebParts {
  /** The practice of that slug; without one, the practice that lives at `/`. `null`: there is none. */
  practice(slug?: string): Promise<PracticeAtHome | null>;
  /** The pages' words in that language, or in the nearest one there is. */
  words(language: string): PageWords;
  chat: ChatPart;
  invites: InvitesPart;
  plans: PlansPart;
  myData: MyDataPart;
  desk: DeskPart;
  /** A link alone opens nothing; the person first proves by a one-time code that it was meant for them. */
  door: DoorPart;
  handover: HandoverPart;
  safety: SafetyPart;
  /** People to call, for a country (ISO 3166, two letters); for `null`, what holds everywhere. */
  helpNow(country: string | null, language: string): HelpNow | Promise<HelpNow>;
  /** The demo's mailbox, newest first. Only where no mail leaves the machine. */
  mailbox?(): Promise<Mail[]>;
  /** False while the database does not answer. */
  ready(): Promise<boolean>;
  metrics?(): Promise<{ contentType: string; text: string }>;
  /** With it the numbers can be read from anywhere; without it from this machine alone. */
  metricsToken?: string;
  /** Other channels' request listeners; they see the request before any body parser does, at its full address. */
  listeners?: Listener[];
  /** Sites that may call `/api/chat` from a browser, and show the chat's page in a frame: `https://example.org`. */
  allowedOrigins?: string[];
  /** How many proxies in front may say who is calling and over what; 0 unless told. */
  trustProxy?: number;
  /** Per process; what is not told is as in `limits.ts`. */
  limits?: Partial<Limits>;
  /** Milliseconds that a stop says "not ready" before it takes no more connections; 0 unless told. */
  drainNotice?: number;
  /** Called once per answered request; `route` is a pattern and never holds a token. */
  onRequest?(facts: { method: string; route: string; status: number; milliseconds: number }): void;
  /** Called for every fault that is not the caller's. */
  onError?(error: unknown, route: string): void;
}

export interface PracticeAtHome {
  face: PracticeFace;
  language: string;
  country: string | null;
  /** Nobody begins there without an invite. */
  invitedOnly: boolean;
  /** IANA name, for the dates on its pages. */
  timeZone: string;
}

/** `token` is the secret of one person of the web channel: a cookie on our pages, a bearer token for an embedding site. */
export interface ChatPart {
  /**
   * A new, anonymous person at a practice. Opens the intake too, so that the first words are in the history. Throws
   * `full-today` when the practice has met as many strangers as it can on one day.
   */
  begin(practice: string): Promise<{ token: string }>;
  /** Whether `begin` would take somebody just now. */
  canBegin(practice: string): Promise<boolean>;
  identify(token: string): Promise<ChatPerson | null>;
  /**
   * Oldest first; null for nobody. `after`: the next ones above that seq. `before` or neither: the last ones below it.
   * Rows of one account become readable in the order of their seq, so that a reader who has seen 7 never misses a 6.
   */
  history(token: string, range: { after?: number; before?: number; limit: number }): Promise<ChatEntry[] | null>;
  /** Resolves once the message is stored. The same id from the same person is taken once. */
  receive(token: string, message: { messageId: string; content: InboundMessage['content'] }): Promise<void>;
  /** `onSignal` means "read again"; it carries nothing. Returns what ends it. */
  subscribe(token: string, onSignal: () => void): (() => void) | Promise<() => void>;
  /** The words that a command is written with in that language: what the chat's menu sends. */
  commandWords(language: string, command: CommandName): string;
}

/** A therapist's invites. `null` everywhere: unknown, too old, used or taken back. */
export interface InvitesPart {
  /** `held`: what this browser holds. `goOn`: it has opened its chat here already, at that practice. */
  open(token: string, held: HeldChat): Promise<OpenedInvite | { goOn: string } | null>;
  /** Opens a chat with the therapist who sent it, which uses the invite up with its first message; who has one with the practice goes on in it. */
  accept(token: string, held: HeldChat): Promise<{ token: string; practice: string } | null>;
  /** A code that was typed on a practice's page: of an invite, or from another chat of the same person. Throws `rate-limited` when too many wrong ones came from that network. */
  typed(practice: string, code: string, network: string): Promise<{ token: string } | null>;
}

export interface ChatEntry {
  seq: number;
  from: 'client' | 'cairn';
  /** ISO instant. */
  at: string;
  /** A client's message: the id it came with. */
  messageId?: string;
  /** A client's pressed choices come as their labels. */
  body: MessageBody;
}

/**
 * Which plan a page is about: a review or plan link's token, a desk's token and one of its plans, or, for the client's
 * page, the token of their web chat. An empty token is nobody's.
 */
export interface PlanKey {
  token: string;
  planId?: string;
}

/** `null` everywhere: unknown, expired or revoked; the pages say one and the same thing. Reading changes nothing. */
export interface PlansPart {
  /** As its therapist; with `planId`, the token is a desk's. */
  openReview(key: PlanKey): Promise<LivingPlanPage | null>;
  /** As its client. */
  openClientPlan(key: PlanKey): Promise<LivingPlanPage | null>;
  /**
   * Takes one act of whoever the link is for. A first act also counts as having opened the plan. `form`: the whole form it
   * came in; whatever a client has written in it is heard.
   */
  act(key: PlanKey, act: PlanAct, form: unknown): Promise<PlanActed | null>;
  /** Hears what a client has written in a form that makes no act; true when it may mean danger. */
  hear(key: PlanKey, form: unknown): Promise<boolean>;
  /** A private note of the therapist's. `null` as above. */
  addNote(key: PlanKey, text: string): Promise<true | null>;
  /** The client takes their consent back. `null` as above, and for a therapist's link. */
  withdrawConsent(key: PlanKey): Promise<true | null>;
  /** The plan as a file for that side. That it was made goes on record. */
  copy(key: PlanKey, as: Party, format: CopyFormat): Promise<CopiedPlan | null>;
}

/** What a client may do with everything that is held about them. The key is that of a client; `null` for any other, and as above. */
export interface MyDataPart {
  open(key: PlanKey): Promise<MyDataPage | null>;
  /** The practice of the client whose key it is; nothing else is looked up. */
  at(key: PlanKey): Promise<{ slug: string } | null>;
  /** A ZIP file of everything. */
  download(key: PlanKey): Promise<Uint8Array | null>;
  /** 'held': a safety alert of theirs is open, and nothing was deleted. */
  delete(key: PlanKey): Promise<'deleted' | 'held' | null>;
}

export interface MyDataPage extends MyDataView {
  timeZone: string;
}

export interface PlanPage {
  view: PlanView;
  language: string;
  timeZone: string;
  /** The client's safety alerts, the open one first. Therapist only. */
  alerts?: SafetyAlert[];
  /** Who to call, while an alert of theirs is open. Client only. */
  help?: HelpNow | null;
  /** They have taken their consent back. Client only. */
  withdrawn?: boolean;
  progress?: PlanProgress | null;
}

/** A page that asks how things have moved only when it is drawn: most forms that are sent to it lead elsewhere. */
export interface LivingPlanPage extends PlanPage {
  /** `words`: the page's. */
  living(words: PageWords): Promise<PlanProgress | null>;
}

export interface SafetyPart {
  /** What the holder of a therapist's link does about an alert; `null` when it is not theirs to see. */
  act(token: string, alert: string, what: AlertAct): Promise<AlertActed | null>;
}

/** `null` everywhere: as for plans. */
export interface DeskPart {
  open(token: string): Promise<DeskPage | null>;
  history(token: string, planId: string): Promise<PlanPage | null>;
  invites(token: string): Promise<DeskInvites | null>;
  /** A new invite, shown once. */
  invite(token: string): Promise<MadeInvite | null>;
  /** Ends those that nobody has used yet. */
  endInvites(token: string): Promise<{ ended: number } | null>;
  settings(token: string): Promise<DeskSettings | null>;
  /** A code that makes a chat theirs, shown once; `null`, too, where no platform is set up. */
  connect(token: string): Promise<ConnectCode | null>;
  disconnect(token: string): Promise<{ ended: number } | null>;
  /** Throws `invalid-input` for a language or a zone there is none of. */
  change(token: string, wish: SettingsWish): Promise<true | null>;
  intake(token: string): Promise<DeskIntake | null>;
}

export interface DeskPage {
  practice: PracticeFace;
  therapist: { name: string };
  language: string;
  timeZone: string;
  rows: DeskRow[];
  /** Open safety alerts of their clients. */
  alerts: SafetyAlert[];
}

/** `null` everywhere: the link leads nowhere; the page says what it always says then. */
export interface DoorPart {
  /** Where a link leads to, and whether this browser may go there. */
  look(link: LinkInAddress, held: Held): Promise<DoorState | null>;
  sendCode(link: LinkInAddress): Promise<'sent' | 'too-many' | null>;
  /** A right code gives the browser a session. 'spent': only a new code helps. */
  enter(link: LinkInAddress, code: string, held: Held): Promise<{ token: string; as: Party; seconds: number } | 'wrong' | 'spent' | null>;
  /** Ends this browser's session, or every session of its person. `practice`: whose web chat this browser is in. */
  signOut(as: Party, held: Held, which: { everywhere: boolean; practice?: string }): Promise<void>;
  /** Sends a new link by the person's own route, if there is one to send to. Says nothing of it, and does not wait. */
  newLink(token: string): void;
  /** The demo's mailbox, where codes land in it. */
  mailbox?: string;
}

/** `null` everywhere: as for plans. */
export interface HandoverPart {
  /** Colleagues of the same practice who could take over this plan's client. */
  open(key: PlanKey): Promise<HandoverPage | null>;
  /** Gives the client and their plans to a colleague; null, too, when that is nobody who could take over. */
  give(key: PlanKey, colleague: string): Promise<{ to: string } | null>;
}

export interface HandoverPage {
  practice: PracticeFace;
  language: string;
  client: { name: string | null };
  colleagues: { id: string; name: string }[];
}

export interface HelpNow {
  country: string | null;
  /** To choose from, in the reader's language. */
  countries: { code: string; name: string }[];
  /** The local emergency number; absent where no country is known. */
  emergency?: string;
  lines: HelpLine[];
}

export interface HelpLine {
  name: string;
  /** Who it is for, when it is open, what it costs. */
  about?: string;
  ways: { kind: 'call' | 'text' | 'chat'; label: string; href: string }[];
}

export interface Mail {
  to: string;
  subject: string;
  /** ISO instant. */
  at: string;
  /** Addresses in it can be clicked. */
  text: string;
}

export interface Listener {
  path: string;
  handler(request: IncomingMessage, response: ServerResponse): unknown;
}
