import pg from 'pg';

/**
 * How every session is set. Times are sent and read without an offset. What is asked for is a few rows by an index, the newest
 * ones mostly; of a table that was never counted, PostgreSQL would rather read all that somebody ever wrote by a bitmap and sort it.
 * And the plan is the same whatever is asked for, so it is made once for a connection: left to choose, PostgreSQL plans some
 * statements anew each time, which takes as long as carrying them out.
 */
export const sessionSettings = { TimeZone: 'UTC', enable_bitmapscan: 'off', plan_cache_mode: 'force_generic_plan' };

type Callback = (error: Error, result: pg.QueryResult) => void;

/**
 * A PostgreSQL client for what people write. Its errors carry no row: the server puts whole rows into an error's detail
 * ("Failing row contains …"), and errors end in logs, where a client's words must never be. And it takes every text:
 * PostgreSQL refuses the character NUL, which would make one odd paste a message that can never be stored.
 */
export class StoreClient extends pg.Client {
  constructor(config?: string | pg.ClientConfig) {
    super(config);
    // Registered before pg's own listener, so that nobody sees the error as it came.
    const { connection } = this as unknown as { connection: NodeJS.EventEmitter };
    connection.on('errorMessage', (error: pg.DatabaseError) => {
      error.detail = undefined;
      error.where = undefined;
      error.internalQuery = undefined;
    });
  }

  private waiting = 0;
  private last: Promise<unknown> = Promise.resolve();

  /**
   * Every way to call pg's `query`: a text or an object with `values`, with a callback or without. Prisma asks for several
   * things at once inside a transaction, which pg wants one after the other.
   */
  override query(query: unknown, values?: unknown, callback?: Callback): any {
    const clean = hasValues(query) ? Object.assign(query, { values: query.values.map(storable) }) : query;
    const ask = (): any => super.query(clean as string, (Array.isArray(values) ? values.map(storable) : values) as unknown[], callback as Callback);
    if (typeof values === 'function' || callback || isSubmittable(query)) return ask();
    const answer: Promise<unknown> = this.waiting === 0 ? ask() : this.last.then(ask);
    this.waiting += 1;
    const done = (): void => void (this.waiting -= 1);
    this.last = answer.then(done, done);
    return answer;
  }
}

const isSubmittable = (query: unknown): boolean => typeof (query as { submit?: unknown } | null)?.submit === 'function';

const hasValues = (query: unknown): query is { values: unknown[] } =>
  typeof query === 'object' && query !== null && Array.isArray((query as { values?: unknown }).values);

/** What the database keeps of a value. */
export const storable = <Value>(value: Value): Value =>
  typeof value === 'string' && value.includes('\0') ? value.replaceAll('\0', '\ufffd') as Value : value;
