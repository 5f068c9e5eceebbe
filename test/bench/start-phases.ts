/** Opens Cairn step by step, as `main.ts` does, and prints how long each step takes; run by `cold-start.ts` in a process of its own. */

const phases: [string, number][] = [];
let before = 0; // the start of the process
const done = (phase: string): void => {
  phases.push([phase, performance.now() - before]);
  before = performance.now();
};

done('node');
const { start: _ } = await import('../../src/main.ts');
const [{ readConfig }, { loadFlows }, { openStore }, { openShelf }, { openJobs }] = await Promise.all([
  import('../../src/config.ts'), import('../../src/store/load-flows.ts'), import('../../src/store/open-store.ts'),
  import('../../src/actions/flow-shelf.ts'), import('../../src/store/jobs.ts'),
]);
done('modules');
const config = readConfig();
const flows = loadFlows(config.flowsDir, `${config.dataDir}/flows.json`);
done('flows');
const store = await openStore({ databaseUrl: config.databaseUrl, dataDir: `${config.dataDir}/database`, encryptionKeys: config.encryptionKeys });
done('database');
await store.prisma.practice.count();
done('first query through Prisma');
await openShelf(store, flows, new Date());
done('flows compiled and kept');
const jobs = await openJobs(store, () => {});
await jobs.ensureQueue('bench');
done('jobs');
process.stdout.write(JSON.stringify(phases));
await jobs.stop();
await store.close();
