/** Every fault that Cairn raises on purpose has a code; callers match on the code, never on the text. */
export type ErrorCode =
  | 'config-invalid'
  | 'data-dir-in-use'
  | 'database-unreachable'
  | 'migration-failed'
  | 'flow-invalid'
  | 'wording-missing'
  | 'flow-version-gone'
  | 'snapshot-invalid'
  | 'not-found'
  | 'conflict'
  | 'invalid-input'
  | 'not-allowed'
  | 'too-large'
  | 'rate-limited'
  /** So many people have begun at a practice today that no more can be read well. */
  | 'full-today'
  | 'unsupported'
  | 'delivery-failed'
  /** A sealed value was damaged or moved. */
  | 'seal-broken'
  /** Somebody was erased, and what was theirs with them. */
  | 'key-destroyed';

export class CairnError extends Error {
  readonly code: ErrorCode;
  /** What the reader can do about it, in a sentence; shown beside the message. */
  readonly remedy: string | undefined;
  /** Facts for the caller (ids, lists of mistakes); never a client's words. */
  readonly details: unknown;

  constructor(code: ErrorCode, message: string, options: { remedy?: string; details?: unknown; cause?: unknown } = {}) {
    super(message, { cause: options.cause });
    this.name = 'CairnError';
    this.code = code;
    this.remedy = options.remedy;
    this.details = options.details;
  }
}

export const isCairnError = (error: unknown, code?: ErrorCode): error is CairnError =>
  error instanceof CairnError && (code === undefined || error.code === code);
