import type { TeamsWords, Worded } from '../../core/chat-words.ts';
import type { TeamsCredentials } from './settings.ts';

export interface TeamsOptions {
  /**
   * `for-tests`: whoever reaches the listener from this very machine may say anything in anybody's name. Only for the
   * playground that Microsoft offers for trying bots; a deployment always has credentials.
   */
  credentials: TeamsCredentials | 'for-tests';
  /** Where this Cairn is reached from outside, without a slash at the end. */
  publicUrl: string;
  words: Worded<TeamsWords>;
  /** Something went wrong that nobody waits for. `what` and the error's code may be logged; its text may hold what was being sent. */
  onFault?(what: string, error: unknown): void;
  /** A request was turned away. */
  onRefused?(why: RefusedRequest): void;
  /** Where Microsoft is, unless told; another Microsoft cloud, or a stand-in in tests. */
  endpoints?: Partial<TeamsEndpoints>;
}

/** `token`: not signed by Microsoft for this bot. `tenant`: somebody of another organisation. `body`: no activity of Teams. */
export type RefusedRequest = 'token' | 'tenant' | 'body';

export interface TeamsEndpoints {
  /** Gives tokens; the tenant's id follows. */
  login: string;
  /** Tells the keys that Teams signs with. */
  openId: string;
}

export const MICROSOFT: TeamsEndpoints = {
  login: 'https://login.microsoftonline.com/',
  openId: 'https://login.botframework.com/v1/.well-known/openidconfiguration',
};

/** Where the messaging endpoint of the bot lies below the public address. */
export const TEAMS_PATH = '/api/teams';
