import pg from 'pg';

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

  /** Every way to call pg's `query`: a text or an object with `values`, with a callback or without. */
  override query(query: unknown, values?: unknown, callback?: Callback): any {
    const clean = hasValues(query) ? Object.assign(query, { values: query.values.map(storable) }) : query;
    return super.query(clean as string, (Array.isArray(values) ? values.map(storable) : values) as unknown[], callback as Callback);
  }
}

const hasValues = (query: unknown): query is { values: unknown[] } =>
  typeof query === 'object' && query !== null && Array.isArray((query as { values?: unknown }).values);

/** What the database keeps of a value. */
export const storable = <Value>(value: Value): Value =>
  typeof value === 'string' && value.includes('\0') ? value.replaceAll('\0', '\ufffd') as Value : value;
