import type { IncomingMessage, ServerResponse } from 'node:http';
import type { DeskRow, PlanView, PracticeFace } from '../actions/plan-view.ts';
import type { InboundMessage } from '../channels/channel.ts';
import type { MessageBody } from '../core/conversation/message.ts';
import type { CommandName } from '../core/flow/common-words.ts';
import type { PlanAct, Refusal } from '../core/plan/act.ts';
import type { Words } from './words.ts';

/** All that the web needs from the rest of Cairn, as plain functions: `main.ts` wires them to actions. */
export interface WebParts {
  /** The practice of that slug; without one, the practice that lives at `/`. `null`: there is none. */
  practice(slug?: string): Promise<PracticeAtHome | null>;
  /** The pages' words in that language, or in the nearest one there is. */
  words(language: string): Words;
  chat: ChatPart;
  plans: PlansPart;
  desk: DeskPart;
  /** Present: a link alone opens nothing; the person first proves by a one-time code that it was meant for them. */
  door?: DoorPart;
  /** People to call, for a country (ISO 3166, two letters); for `null`, what holds everywhere. */
  helpNow(country: string | null, language: string): HelpNow | Promise<HelpNow>;
  /** The demo's mailbox, newest first. Only where no mail leaves the machine. */
  mailbox?(): Promise<Mail[]>;
  /** False while the database does not answer. */
  ready(): Promise<boolean>;
  metrics?(): Promise<{ contentType: string; text: string }>;
  /** Other channels' request listeners; they see the request before any body parser does, at its full address. */
  listeners?: Listener[];
  /** Sites that may call `/api/chat` from a browser: `https://example.org`. */
  allowedOrigins?: string[];
  /** Express' `trust proxy`: which proxies in front may say who is calling and over what. */
  trustProxy?: boolean | number | string;
  /** Per process; 60 new conversations from one address and 120 messages from one person unless told. */
  limits?: { beginsPerMinute?: number; messagesPerMinute?: number };
  /** Called once per answered request; `route` is a pattern and never holds a token. */
  onRequest?(facts: { method: string; route: string; status: number; milliseconds: number }): void;
  /** Called for every fault that is not the caller's. */
  onError?(error: unknown, route: string): void;
}

export interface PracticeAtHome {
  face: PracticeFace;
  language: string;
  country: string | null;
  /** IANA name, for the dates on its pages. */
  timeZone: string;
}

/** `token` is the secret of one person of the web channel: a cookie on our pages, a bearer token for an embedding site. */
export interface ChatPart {
  /** A new, anonymous person at a practice. Opens the intake too, so that the first words are in the history. */
  begin(practice: string): Promise<{ token: string }>;
  identify(token: string): Promise<ChatPerson | null>;
  /**
   * Oldest first. `after`: the next ones above that seq. `before` or neither: the last ones below it.
   * Rows of one account become readable in the order of their seq, so that a reader who has seen 7 never misses a 6.
   */
  history(token: string, range: { after?: number; before?: number; limit: number }): Promise<ChatEntry[]>;
  /** Resolves once the message is stored. The same id from the same person is taken once. */
  receive(token: string, message: { messageId: string; content: InboundMessage['content'] }): Promise<void>;
  /** `onSignal` means "read again"; it carries nothing. Returns what ends it. */
  subscribe(token: string, onSignal: () => void): (() => void) | Promise<() => void>;
  /** The words that a command is written with in that language: what the chat's menu sends. */
  commandWords(language: string, command: CommandName): string;
}

export interface ChatPerson {
  /** Names the account without being a secret: the drafts a browser keeps are kept under it. */
  accountKey: string;
  practice: PracticeFace;
  language: string;
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
  openReview(key: PlanKey): Promise<PlanPage | null>;
  /** As its client. */
  openClientPlan(key: PlanKey): Promise<PlanPage | null>;
  /** Takes one act of whoever the link is for. A first act also counts as having opened the plan. */
  act(key: PlanKey, act: PlanAct): Promise<{ ok: true } | { ok: false; refusal: Refusal } | null>;
  /** A private note of the therapist's. `null` as above. */
  addNote(key: PlanKey, text: string): Promise<true | null>;
}

export interface PlanPage {
  view: PlanView;
  language: string;
  timeZone: string;
  /** Safety notices in plain words, newest first: what was seen, what was already done. Therapist only. */
  alerts?: string[];
}

export interface DeskPart {
  open(token: string): Promise<DeskPage | null>;
  history(token: string, planId: string): Promise<PlanPage | null>;
}

export interface DeskPage {
  practice: PracticeFace;
  therapist: { name: string };
  language: string;
  timeZone: string;
  rows: DeskRow[];
  /** As on a plan page: safety notices in plain words, newest first. */
  alerts?: string[];
}

export interface DoorPart {
  /** Where the link leads to, and whether this browser's `pass` opens it. */
  look(token: string, pass: string | null): Promise<DoorState | null>;
  sendCode(token: string): Promise<void>;
  /** The pass of this browser, to be shown from now on; `null` when the code is wrong or too old. */
  enter(token: string, code: string): Promise<{ pass: string } | null>;
}

export type DoorState = { open: true } | { open: false; practice: PracticeFace; language: string; sentTo: string };

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
