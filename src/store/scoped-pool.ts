import pg from 'pg';

/**
 * A pool whose connections see the rows of one practice (row-level security). It is a view of `shared`: connections are
 * shared among the practices, and told whose they are when they change hands, which costs a round trip.
 */
export const poolWithin = (shared: pg.Pool, practiceId: string): pg.Pool => {
  const connect = (given: (error: Error | undefined, client: pg.PoolClient | undefined, release: (error?: Error | boolean) => void) => void): void =>
    shared.connect((error, client, release) => {
      if (error || !client || scopes.get(client) === practiceId) return given(error, client, release);
      client.query(`SELECT set_config('cairn.practice', $1, false)`, [practiceId], (failed: Error | null) => {
        if (failed) {
          release(failed);
          return given(failed, undefined, () => {});
        }
        scopes.set(client, practiceId);
        given(undefined, client, release);
      });
    });
  // Everything else is the shared pool's own; its `query` asks for a connection by `connect`.
  return Object.create(shared, {
    connect: {
      value: (given?: Parameters<typeof connect>[0]) => given ? connect(given) : new Promise((resolve, reject) => {
        connect((error, client) => (error ? reject(error) : resolve(client)));
      }),
    },
  }) as pg.Pool;
};

/** What each connection was told last. */
const scopes = new WeakMap<object, string>();
