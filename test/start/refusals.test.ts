import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { afterAll, describe, expect, it } from 'vitest';
import { copyOfFlows, editFile, placeOf } from '../actions/edited-flows.ts';
import { makeEmbedded } from '../support/database.ts';
import { isCairnError } from '../../src/errors.ts';
import { removeData, settingsFor, startCairn } from '../support/cairn.ts';
import { endAll, run, startMain } from './process.ts';

afterAll(endAll);

/** What it says when it does not start. */
async function refusal(env: Record<string, string>): Promise<string> {
  const program = run('main.ts', env);
  const code = await program.ended;
  expect({ code, out: program.out() }).toEqual({ code: 1, out: '' });
  expect(program.err()).not.toMatch(/^\s+at |Error:/m);
  return program.err();
}

describe('a start that cannot be', { timeout: 120_000 }, () => {
  it.concurrent.each([
    ['PORT', { PORT: 'abc' }, 'whole number'],
    ['PORT', { PORT: '99999' }, 'from 0 to 65535'],
    ['DATABASE_URL', { DATABASE_URL: 'mysql://root:secret@127.0.0.1/cairn' }, 'postgres://'],
    ['MAIL_FROM', { SMTP_URL: 'smtp://mail.example.org' }, 'is needed when SMTP_URL is set'],
    ['TIME_ZONE', { TIME_ZONE: 'Mars/Base' }, 'time zone such as'],
    ['LOG_LEVEL', { LOG_LEVEL: 'loud' }, 'one of trace, debug, info'],
    ['ALLOWED_ORIGINS', { ALLOWED_ORIGINS: 'nonsense' }, 'https://'],
  ] as [string, Record<string, string>, string][])('names the setting and what it takes: %s, from %o', async (name, env, words) => {
    const said = await refusal(env);
    expect(said.split('\n')[0]).toMatch(new RegExp(`^${name} .*${words}.*\\.$`));
    expect(said).not.toContain('secret');
  });

  it.concurrent('says that the database is not there, and never the password', async () => {
    const said = await refusal({ DATABASE_URL: 'postgres://cairn:secret@127.0.0.1:1/cairn' });
    expect(said).toContain('The database at 127.0.0.1:1/cairn cannot be reached.');
    expect(said).toContain('Make sure PostgreSQL is running');
    expect(said).not.toContain('secret');
  });

  it.concurrent('says that the port is taken', async () => {
    const other = createServer().listen(0, '127.0.0.1');
    const { port } = await new Promise<AddressInfo>((resolve) => other.once('listening', () => resolve(other.address() as AddressInfo)));
    const { options, remove } = await makeEmbedded();
    const settings = await settingsFor(options);
    const said = await refusal({ ...settings, PORT: String(port) });
    expect(said).toContain(`Port ${port} is taken by another program.`);
    expect(said).toContain('set PORT to a free one');
    other.close();
    await removeData(settings);
    await remove();
  });

  it.concurrent('names every author mistake of the flows, with file and line', async () => {
    const flows = copyOfFlows();
    editFile(flows, 'intake/en.yaml', (words) => {
      words.setIn(['steps', 'hope', 'ask'], 'What do you hope for, {nobody}?');
      words.deleteIn(['steps', 'hardest', 'why']);
    });
    editFile(flows, 'intake/flow.yaml', (flow) => flow.setIn([...placeOf(flow, 'age'), 'next'], 'no-such-step'));
    const said = await refusal({ FLOWS_DIR: flows });
    expect(said).toMatch(/^The flows have \d+ mistakes\.$/m);
    expect(said).toMatch(/flows\/intake\/en\.yaml:\d+ .*\{nobody\}/);
    expect(said).toMatch(/flows\/intake\/en\.yaml:\d+ .*"hardest" has no wording for why/);
    expect(said).toMatch(/flows\/intake\/flow\.yaml:\d+ .*no-such-step/);
    expect(said).toContain('npm run cairn -- flow check');
  });

  it('lets go of what it had taken', async () => {
    const { options, remove } = await makeEmbedded();
    const settings = await settingsFor(options);
    const refused = await startCairn({ ...settings, HOST: '192.0.2.1' }).catch((error: unknown) => error);
    expect(isCairnError(refused, 'config-invalid')).toBe(true);
    expect((refused as Error).message).toBe('HOST is "192.0.2.1", which is no address of this machine.');
    const cairn = await startCairn(settings);
    expect((await fetch(`${cairn.url}/readyz`)).status).toBe(200);
    await cairn.stop();
    await removeData(settings);
    await remove();
  });

  it('says that another Cairn has the data directory, and leaves that one alone', async () => {
    const { options, remove } = await makeEmbedded();
    const settings = await settingsFor(options);
    const first = await startMain(settings);
    expect(await refusal(settings)).toMatch(/Another Cairn is already using the data directory .*\n.*Stop the other one first/);
    expect((await fetch(`${first.url}/readyz`)).status).toBe(200);
    first.kill('SIGTERM');
    expect(await first.ended).toBe(0);
    await removeData(settings);
    await remove();
  });
});
