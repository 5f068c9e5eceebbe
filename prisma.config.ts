import { chmodSync } from 'node:fs';
import path from 'node:path';
import { defineConfig } from 'prisma/config';

// Prisma's own engine is a native program that its CLI downloads. Ours needs no download and no native code.
const engine = path.join(import.meta.dirname, 'prisma/schema-engine.mjs');
process.env.CHECKPOINT_DISABLE ??= '1'; // no call home, also not from a hospital's network
process.env.PRISMA_SCHEMA_ENGINE_BINARY ??= engine;
try {
  chmodSync(engine, 0o755); // a copy from an archive may have lost it
} catch {
  // Not ours to change: then it came as it is.
}

export default defineConfig({
  schema: 'prisma/schema.prisma',
  migrations: { path: 'prisma/migrations' },
  // Without an address the commands work on an embedded database in memory, which is all that `migrate diff` needs.
  datasource: { url: process.env.DATABASE_URL || 'pglite:' },
});
