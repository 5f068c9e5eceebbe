import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { openDesk } from '../../src/actions/open-desk.ts';
import { loadPlan } from '../../src/store/plans.ts';
import { agreements } from '../../src/core/progress/agreements.ts';
import { lifeOf } from '../support/app.ts';
import { startCairn } from '../support/cairn.ts';
import { rememberFlowsIn } from '../support/remembered-flows.ts';
import { endAll, run } from './process.ts';

/** `npm run demo:half-year`, as a newcomer runs it, and what they then find. */

const dataDir = mkdtempSync(path.join(tmpdir(), 'cairn-test-'));
afterAll(async () => {
  await endAll();
  rmSync(dataDir, { recursive: true, force: true });
});

it('fills an empty directory with one client’s half year, so that no page is empty', { timeout: 180_000 }, async () => {
  rememberFlowsIn(dataDir);
  const program = run('half-year.ts', { DATA_DIR: dataDir });
  expect([await program.ended, program.err()]).toEqual([0, '']);
  const [, desk, plan] = /The therapist's desk +http\S+\/desk\/(\S+)\n +The client's plan +http\S+\/plan\/(\S+)\n/.exec(program.out())!;

  const cairn = await startCairn({ DATA_DIR: dataDir });
  const { app } = cairn;
  for (const link of [`/desk/${desk}`, `/plan/${plan}`]) expect((await fetch(cairn.url + link)).status, link).toBe(200);
  const { rows: [row] } = (await openDesk(app, desk!))!;
  expect(row).toMatchObject({ client: { name: 'Sam' }, lastCheckIn: expect.any(String), review: { due: expect.stringMatching(/this-week|overdue/) } });
  const life = await lifeOf(app, row!.planId, 'therapist');
  expect(life.progress.goals.map(({ runs }) => runs.flat().length >= 6)).toEqual([true, true]);
  expect([life.checkIns.length >= 6, life.signs.length >= 4, life.checkIns.some(({ bring }) => bring !== '')]).toEqual([true, true, true]);
  // What was agreed in the beginning was changed on the way, and agreed again.
  expect(agreements((await loadPlan(app.store.prisma, row!.planId))!.plan).length).toBeGreaterThan(1);
  expect(await app.store.prisma.safetyAlert.count()).toBe(0);
  await cairn.stop();
});
