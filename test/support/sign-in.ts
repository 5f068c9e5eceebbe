import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout } from 'node:timers/promises';
import PostalMime from 'postal-mime';

/** The codes in the mails of a Cairn without a mail server, oldest first. */
async function codesIn(dataDir: string): Promise<string[]> {
  const directory = path.join(dataDir, 'mail');
  const files = (await readdir(directory).catch(() => [])).filter((name) => name.endsWith('.eml')).toSorted();
  const mails = await Promise.all(files.map(async (name) => PostalMime.parse(await readFile(path.join(directory, name)))));
  return mails.flatMap(({ text }) => /your code is (\d{6})/.exec(text ?? '')?.[1] ?? []);
}

/** Signs in with a therapist's link as a browser would, with the code from the mails. Returns the cookie to send from then on. */
export async function signInByMail(link: string, dataDir: string): Promise<string> {
  const before = (await codesIn(dataDir)).length;
  const post = (fields: Record<string, string>) =>
    fetch(`${link}/code`, { method: 'POST', redirect: 'manual', body: new URLSearchParams(fields), headers: { 'sec-fetch-site': 'same-origin' } });
  const asked = await post({ send: 'yes' });
  if (!asked.headers.get('location')?.endsWith('?code=sent')) throw new Error(`No code was sent: ${asked.status}`);
  let codes: string[] = [];
  // The mail is a file that somebody else writes: there is nothing but looking.
  for (let looks = 0; codes.length <= before; looks += 1) {
    if (looks > 300) throw new Error('The mail with the code did not come.');
    await setTimeout(50);
    codes = await codesIn(dataDir);
  }
  const entered = await post({ code: codes.at(-1)! });
  const cookie = entered.headers.get('set-cookie');
  if (!cookie) throw new Error(`The code did not open the link: ${entered.status} ${entered.headers.get('location')}`);
  return cookie.split(';')[0]!;
}
