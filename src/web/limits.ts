import { LONGEST_ANSWER } from '../core/flow/questions/text.ts';

/** Characters in one message before the page asks for two. Nothing is ever cut; what comes in longer is stored and answered all the same. */
export const MESSAGE_LIMIT = LONGEST_ANSWER;

/** Bytes of a chat request's body: a full message in any script fits, percent-encoded too. */
export const BODY_LIMIT = 64 * 1024;

/** Bytes of a plan form's body: two full fields fit, percent-encoded. */
export const FORM_LIMIT = 128 * 1024;

/** Entries that one page or one read holds. */
export const PAGE_OF_ENTRIES = 60;
