import { strToU8, zipSync } from 'fflate';
import { colorIcon, outlineIcon } from './cairn-icon.ts';
import { teamsManifest, type PackageOptions } from './manifest.ts';

/** One fixed time for every file, so that the same options give the same bytes. */
const MADE = new Date(2020, 0, 1);

/**
 * The app for Teams as a zip file, to be uploaded by an administrator: the manifest and two icons.
 * Throws `config-invalid` where Teams would refuse it.
 */
export function teamsPackage(options: PackageOptions): Uint8Array {
  const manifest = teamsManifest(options);
  return zipSync({
    'manifest.json': strToU8(`${JSON.stringify(manifest, null, 2)}\n`),
    'color.png': colorIcon(manifest.accentColor),
    'outline.png': outlineIcon(),
  }, { mtime: MADE, level: 9 });
}
