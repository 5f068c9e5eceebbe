import { spawnSync } from 'node:child_process';
import { z } from 'zod';

/**
 * Asks the package registry whether anything that Cairn runs on has a known fault.
 *
 *   node src/dependencies/audit.ts
 *
 * Exit code 0: it answered, and knows of none. 1: it knows of some. 2: nobody answered, so nothing was checked.
 */

const reportSchema = z.object({
  vulnerabilities: z.record(z.string(), z.object({ severity: z.string(), range: z.string() })),
  metadata: z.object({ dependencies: z.object({ prod: z.number() }) }),
});

export interface AuditOutcome {
  code: 0 | 1 | 2;
  text: string;
}

/** What `npm audit --json` printed, in a sentence for each fault. Anything that is no report means that nothing was checked. */
export function readAudit(printed: string): AuditOutcome {
  const report = reportSchema.safeParse(parse(printed));
  if (!report.success) return { code: 2, text: 'No registry answered with an audit, so nothing was checked. Try again where one can be reached.' };
  const { vulnerabilities, metadata } = report.data;
  const faults = Object.entries(vulnerabilities).map(([name, { severity, range }]) => `${name} ${range}: ${severity}`);
  if (faults.length === 0) return { code: 0, text: `The registry knows of no fault in the ${metadata.dependencies.prod} packages that Cairn runs on.` };
  return { code: 1, text: [...faults, `${faults.length} with a known fault. "npm audit --omit=dev" says more.`].join('\n') };
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

if (import.meta.main) {
  const { stdout } = spawnSync('npm', ['audit', '--omit=dev', '--json'], { encoding: 'utf8', timeout: 60_000, shell: process.platform === 'win32' });
  const { code, text } = readAudit(stdout ?? '');
  process.stdout.write(`${text}\n`);
  process.exitCode = code;
}
