import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';

/**
 * The licences of all that Cairn needs in order to run, read from the installed packages themselves.
 *
 *   node src/dependencies/licences.ts      writes docs/licences.md
 */

export interface Licence {
  name: string;
  version: string;
  /** As the package names it, in SPDX where it does. */
  licence: string;
}

/** Licences that may be shipped with software under Apache-2.0 and ask for no more than a notice. OFL: fonts, as they are. */
const allowed = new Set(['MIT', 'MIT-0', 'Apache-2.0', 'ISC', 'BSD-2-Clause', 'BSD-3-Clause', '0BSD', 'BlueOak-1.0.0', 'Unlicense', 'CC0-1.0', 'Python-2.0', 'OFL-1.1']);

/** "(MIT OR CC0-1.0)" is allowed when one of them is; of "MIT AND ISC" both must be. */
export const isAllowed = (licence: string): boolean =>
  licence.replaceAll(/[()]/g, '').split(/ or /i).some((choice) => choice.split(/ and /i).every((one) => allowed.has(one.trim())));

const lockSchema = z.object({
  packages: z.record(z.string(), z.object({ dev: z.boolean().optional(), devOptional: z.boolean().optional(), optional: z.boolean().optional(), link: z.boolean().optional() })),
});
const manifestSchema = z.object({
  name: z.string(), version: z.string(),
  license: z.union([z.string(), z.object({ type: z.string() })]).optional(),
  licenses: z.array(z.object({ type: z.string() })).optional(),
});

/** Every package that is installed for running, tools for developing and packages for some platforms alone left out. */
export function productionLicences(root: string): Licence[] {
  const { packages } = lockSchema.parse(JSON.parse(readFileSync(path.join(root, 'package-lock.json'), 'utf8')));
  const needed = Object.entries(packages).filter(([place, { dev, devOptional, optional, link }]) => place !== '' && !dev && !devOptional && !optional && !link);
  const found = needed.map(([place]) => licenceOf(path.join(root, place)));
  const unique = new Map(found.map((one) => [`${one.name}@${one.version}`, one]));
  return [...unique.values()].sort((one, other) => (one.name < other.name ? -1 : one.name > other.name ? 1 : one.version < other.version ? -1 : 1));
}

function licenceOf(directory: string): Licence {
  const { name, version, license, licenses } = manifestSchema.parse(JSON.parse(readFileSync(path.join(directory, 'package.json'), 'utf8')));
  const named = typeof license === 'string' ? license : license?.type ?? licenses?.map(({ type }) => type).join(' OR ');
  return { name, version, licence: named ?? licenceInFile(directory) };
}

/** A package that names none in its manifest, and brings the text of one. */
function licenceInFile(directory: string): string {
  const file = ['LICENSE', 'LICENSE.md', 'LICENSE.txt', 'LICENCE'].map((name) => path.join(directory, name)).find(existsSync);
  const text = file ? readFileSync(file, 'utf8') : '';
  return text.includes('Permission is hereby granted, free of charge, to any person obtaining a copy') ? 'MIT' : 'none named';
}

/** As it stands in `docs/licences.md`. */
export function licencesPage(licences: Licence[]): string {
  const counts = Object.entries(Object.groupBy(licences, ({ licence }) => licence)).map(([licence, all]) => `${licence} (${all!.length})`).sort();
  return [
    '# Licences of what Cairn runs on', '',
    'Written by `node src/dependencies/licences.ts` from the installed packages; a test compares it with them. Tools for developing are not in it.', '',
    `${licences.length} packages: ${counts.join(', ')}.`, '',
    '| Package | Version | Licence |', '|---|---|---|',
    ...licences.map(({ name, version, licence }) => `| ${name} | ${version} | ${licence} |`), '',
  ].join('\n');
}

if (import.meta.main) {
  const root = path.join(import.meta.dirname, '../..');
  const licences = productionLicences(root);
  writeFileSync(path.join(root, 'docs/licences.md'), licencesPage(licences));
  const refused = licences.filter(({ licence }) => !isAllowed(licence));
  for (const { name, version, licence } of refused) process.stderr.write(`${name} ${version}: ${licence} is not on the list of licences that may be shipped.\n`);
  process.stdout.write(`docs/licences.md: ${licences.length} packages.\n`);
  process.exitCode = refused.length > 0 ? 1 : 0;
}
