import { readFileSync } from 'node:fs';
import path from 'node:path';
import { CairnError } from '../../errors.ts';

const EXAMPLE = 'https://cairn.example.org';

export interface Reach {
  /** Where Slack reaches Cairn, without a slash at the end; with Socket Mode it may be left out. */
  publicUrl: string | null;
  /** Cairn opens the connection itself; nothing of Slack's has to reach it. */
  socketMode: boolean;
}

/** What is put into Slack to make the app: `manifest.yaml` with one's own address. Throws `config-invalid` for an address that Slack would refuse. */
export function manifestText({ publicUrl, socketMode }: Reach): string {
  const isReachable = publicUrl?.startsWith('https://') ?? false;
  if (!isReachable && !socketMode) {
    throw new CairnError('config-invalid', publicUrl ? `Slack sends only to addresses that begin with https://, and PUBLIC_URL is ${publicUrl}.` : 'PUBLIC_URL is not set, so Slack would not know where to send anything.', {
      remedy: 'Set PUBLIC_URL to the address that people reach Cairn under, or add --socket-mode if nothing outside can reach Cairn.',
    });
  }
  const lines = readFileSync(path.join(import.meta.dirname, 'manifest.yaml'), 'utf8').split('\n').filter((line) => !line.startsWith('#'));
  const asked = socketMode ? lines.filter((line) => !/^ +(?:url|request_url):/.test(line)) : lines;
  // An installation comes back to a browser, which needs an address in both ways.
  const reached = isReachable ? asked : asked.filter((line) => !/redirect_urls:|oauth_redirect/.test(line));
  return reached.join('\n').replaceAll(EXAMPLE, publicUrl ?? EXAMPLE).replace('socket_mode_enabled: false', `socket_mode_enabled: ${socketMode}`);
}
