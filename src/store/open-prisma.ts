import { PrismaPg } from '@prisma/adapter-pg';
import type pg from 'pg';
import { Prisma, PrismaClient } from './generated/client.ts';
import type { Store } from './open-store.ts';
import type { Vault } from './vault.ts';

/** Prisma over the store's pool, with the vault at hand in every transaction, and errors that do not repeat what was to be written. */
export const openPrisma = (pool: pg.Pool, vault: Vault): Store['prisma'] => {
  const prisma = new PrismaClient({
    adapter: new PrismaPg(pool, { statementNameGenerator: ({ sql }) => nameOf(sql) }),
    errorFormat: 'minimal',
    // The embedded database has one connection, so transactions queue for it.
    transactionOptions: { maxWait: 15_000, timeout: 30_000 },
  });
  const quiet = prisma.$extends({
    client: { vault },
    query: {
      $allOperations: ({ operation, args, query }) =>
        query(args).catch((error: unknown) => {
          throw withoutArguments(error, operation);
        }),
    },
  });
  return quiet as unknown as Store['prisma'];
};

/** A validation error prints all arguments, and so a client's words, in every format; what is wrong stands at its end. */
const withoutArguments = (error: unknown, operation: string): unknown => {
  if (!(error instanceof Prisma.PrismaClientValidationError)) return error;
  const complaint = error.message.trim().split('\n').at(-1);
  return new Prisma.PrismaClientValidationError(`${operation}: ${complaint}`, { clientVersion: error.clientVersion });
};

/** Each connection keeps the plans of its statements. As many as this are not in the program; it would be lists that slip through. */
const MOST_PREPARED = 1_000;

/** With ever other lengths of a list, a statement is ever another one. */
const hasList = /\bIN \(\$\d+, ?\$|\), ?\(\$/;

const names = new Map<string, string>();

/** Under a name a statement is planned once for a connection, and not each time it is asked. Empty for what has no name. */
const nameOf = (sql: string): string => {
  const known = names.get(sql);
  if (known !== undefined) return known;
  if (names.size >= MOST_PREPARED || !/^\s*(?:SELECT|INSERT|UPDATE|DELETE|WITH)\b/.test(sql) || hasList.test(sql)) return '';
  const name = `prisma-${names.size}`;
  names.set(sql, name);
  return name;
};
