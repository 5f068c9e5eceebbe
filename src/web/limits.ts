import { LONGEST_ANSWER } from '../core/flow/questions/text.ts';

/** Characters in one message before the page asks for two. Nothing is ever cut; what comes in longer is stored and answered all the same. */
export const MESSAGE_LIMIT = LONGEST_ANSWER;

/** Bytes of a chat request's body: a full message in any script fits, percent-encoded too. */
export const BODY_LIMIT = 64 * 1024;

/** Bytes of a plan form's body: two full fields fit, percent-encoded. */
export const FORM_LIMIT = 128 * 1024;

/** Bytes of an address and headers together; the longest of ours, with its cookies, is far below. */
export const HEADERS_LIMIT = 16 * 1024;

/** Entries that one page or one read holds. */
export const PAGE_OF_ENTRIES = 60;

/** How much one caller may do, within one process. Whoever is above it waits; nobody else does. */
export interface Limits {
  /** Anything at all, from one address; a whole practice may share one. */
  requestsPerMinute: number;
  beginsPerMinute: number;
  /** Messages of one person. */
  messagesPerMinute: number;
  messagesPerDay: number;
  /** Codes asked for and entered, sign-outs and new links, from one address. */
  signInsPerMinute: number;
  /** Files made of plans, for one address. */
  copiesPerMinute: number;
  /** Files of everything that is held, of one person. */
  exportsPerHour: number;
  /** Open lists of news of one person: pages that are open at once. */
  streamsPerPerson: number;
  /** Open connections from one address; without a proxy in front, which has them all. */
  connectionsPerAddress: number;
  connections: number;
}

export const LIMITS: Limits = {
  requestsPerMinute: 1_200, beginsPerMinute: 60, messagesPerMinute: 120, messagesPerDay: 3_000, signInsPerMinute: 30, exportsPerHour: 20, copiesPerMinute: 30,
  streamsPerPerson: 10, connectionsPerAddress: 500, connections: 10_000,
};
