import { tmpdir } from 'node:os';
import path from 'node:path';
import { defineConfig } from 'vitest/config';

// What Node has compiled of a package is kept for the next process: each test process, and each Cairn that a test starts.
process.env.NODE_COMPILE_CACHE ??= path.join(tmpdir(), 'cairn-compile-cache');

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    // Two cores: a database and a browser are shared, so few workers beat many.
    maxWorkers: 2,
    // Reading all of Cairn, its flows and the embedded database takes seconds, and is done once for a worker instead of once for
    // each of two hundred files. So a file leaves nothing behind: what it stubs, starts or opens ends in its `afterAll`.
    isolate: false,
    testTimeout: 30_000,
    hookTimeout: 120_000,
  },
});
