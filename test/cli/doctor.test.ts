import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import { createServer as createListener, type AddressInfo } from 'node:net';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { SMTPServer } from 'smtp-server';
import { addPractice } from '../../src/actions/admin.ts';
import { clockFinding, examineStore } from '../../src/actions/doctor.ts';
import type { Finding } from '../../src/channels/channel.ts';
import { examine } from '../../src/doctor.ts';
import { copyOfFlows, editFile, placeOf } from '../actions/edited-flows.ts';
import { openTestApp } from '../support/app.ts';
import { removeData, settingsFor, startCairn } from '../support/cairn.ts';
import { eachDatabase, makeEmbedded } from '../support/database.ts';
import { flowsRoot } from '../support/flows.ts';
import { run } from '../start/process.ts';

const findings = async (env: Record<string, string>): Promise<Finding[]> => {
  const all: Finding[] = [];
  for await (const finding of examine({ FLOWS_DIR: flowsRoot, ...env })) all.push(finding);
  // Whatever is wrong comes with what to do about it.
  expect(all.filter(({ ok, remedy }) => !ok && !remedy)).toEqual([]);
  return all;
};
const faults = async (env: Record<string, string>) => (await findings(env)).filter(({ ok }) => !ok).map(({ what }) => what);

describe('the doctor', { timeout: 60_000 }, () => {
  let settings: Record<string, string>;
  let remove: () => Promise<void>;
  const open: Server[] = [];
  beforeAll(async () => {
    const made = await makeEmbedded();
    remove = made.remove;
    settings = await settingsFor(made.options);
  });
  afterEach(() => {
    for (const server of open.splice(0)) server.close();
  });
  afterAll(async () => {
    await removeData(settings);
    await remove();
  });

  /** Something that answers at an address of this machine. */
  const answering = async (status: number, headers: () => Record<string, string> = () => ({})): Promise<string> => {
    const server = createServer((_request, response) => response.writeHead(status, { connection: 'close', ...headers() }).end()).listen(0, '127.0.0.1');
    open.push(server);
    await once(server, 'listening');
    return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  };

  it('finds that there is no practice yet', async () => {
    expect(await faults(settings)).toEqual(['There is no practice yet.']);
  });

  it('names every setting that is wrong, and looks no further', async () => {
    expect(await findings({ ...settings, PORT: 'abc', TIME_ZONE: 'Moon' })).toEqual([
      { ok: false, what: 'PORT must be a whole number from 0 to 65535.', remedy: expect.stringContaining('.env.example') },
      { ok: false, what: 'TIME_ZONE must be a time zone such as Europe/Dublin.', remedy: expect.stringContaining('.env.example') },
    ]);
  });

  it('says when the flows have mistakes', async () => {
    const root = copyOfFlows();
    editFile(root, 'intake/flow.yaml', (flow) => flow.setIn([...placeOf(flow, 'age'), 'next'], 'no-such-step'));
    expect(await faults({ ...settings, FLOWS_DIR: root })).toEqual([expect.stringMatching(/^The flows have (a mistake|\d+ mistakes)\.$/)]);
  });

  it('says when the database cannot be reached', async () => {
    const env = { ...settings, DATABASE_URL: 'postgres://nobody@127.0.0.1:1/none', ENCRYPTION_KEYS: 'a MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDE=' };
    expect(await faults(env)).toEqual(expect.arrayContaining([expect.stringContaining('The database at 127.0.0.1:1/none cannot be reached')]));
  });

  it('finds no fault in a Cairn that runs on the embedded database', async () => {
    const running = await startCairn(settings);
    expect(await findings(settings)).toContainEqual({ ok: true, what: expect.stringContaining('Cairn is running on the embedded database') });
    await running.stop();
  });

  it('tries the address that people use: that it is encrypted, answers, is Cairn, and tells the same time', async () => {
    const here = await answering(200);
    expect(await faults({ ...settings, PUBLIC_URL: here })).toContainEqual(expect.stringContaining('which is not encrypted on its way'));
    expect(await findings({ ...settings, PUBLIC_URL: here })).toContainEqual({ ok: true, what: `${here} leads to Cairn.` });

    const elsewhere = await answering(302, () => ({ location: 'https://example.org' }));
    expect(await faults({ ...settings, PUBLIC_URL: elsewhere })).toContainEqual(expect.stringContaining('answers, and not as Cairn does (302'));

    const late = await answering(200, () => ({ date: new Date(Date.now() - 120_000).toUTCString() }));
    expect(await faults({ ...settings, PUBLIC_URL: late })).toContainEqual(expect.stringMatching(/^This machine's clock is 1[12]\d seconds ahead of that of /));

    const nobody = createListener().listen(0, '127.0.0.1');
    await once(nobody, 'listening');
    const { port } = nobody.address() as AddressInfo;
    nobody.close();
    expect(await faults({ ...settings, PUBLIC_URL: `http://127.0.0.1:${port}` })).toContainEqual(expect.stringContaining('cannot be reached (ECONNREFUSED)'));
  });

  it('tries the mail server, and tells nothing of its login', async () => {
    const server = new SMTPServer({ authOptional: true, disabledCommands: ['STARTTLS'], onAuth: (_auth, _session, done) => done(new Error('no')) });
    server.on('error', () => {});
    const net = server.listen(0, '127.0.0.1');
    await once(net, 'listening');
    const { port } = net.address() as AddressInfo;
    const mail = { ...settings, MAIL_FROM: 'Cairn <cairn@willow.example>' };
    expect(await findings({ ...mail, SMTP_URL: `smtp://127.0.0.1:${port}` })).toContainEqual({ ok: true, what: expect.stringContaining('takes mail from us') });
    const [refused] = await faults({ ...mail, SMTP_URL: `smtp://ana:open-sesame@127.0.0.1:${port}` }).then((all) => all.filter((what) => what.includes('mail server')));
    expect(refused).toMatch(/^The mail server 127\.0\.0\.1:\d+ cannot be used \(\w+\)\.$/);
    await new Promise<void>((resolve) => server.close(resolve));
    expect(await faults({ ...mail, SMTP_URL: `smtp://127.0.0.1:${port}` })).toContainEqual(expect.stringMatching(/cannot be used \((ECONNREFUSED|ESOCKET)\)/));
  });

  it('as a command: ends with 1 where something is wrong, and with 0 where nothing is', async () => {
    // The first start makes a practice to try Cairn with.
    await (await startCairn(settings)).stop();
    // Nothing listens there.
    const sick = run('cli.ts', { ...settings, PUBLIC_URL: 'https://127.0.0.1:59999' }, ['doctor']);
    expect(await sick.ended).toBe(1);
    expect(sick.out()).toMatch(/^ok {5}The flows have no mistakes\.\n(.*\n)*FAULT {2}https:\/\/127\.0\.0\.1:59999 cannot be reached \(ECONNREFUSED\)\.\n {8}Start Cairn/m);
    expect(sick.err()).toBe('One thing needs to be put right.\n');
    const well = run('cli.ts', settings, ['doctor']);
    expect([await well.ended, well.err()]).toEqual([0, '']);
    expect(well.out()).toMatch(/Everything is as it should be\.\n$/);
  });
});

describe('two clocks', () => {
  it('agree within five seconds, either way', () => {
    expect(clockFinding('the database', 4_999).ok).toBe(true);
    expect(clockFinding('the database', -4_999).ok).toBe(true);
    expect(clockFinding('the database', 42_000)).toMatchObject({ ok: false, what: 'This machine\'s clock is 42 seconds behind that of the database.' });
    expect(clockFinding('the database', -42_000).what).toContain('42 seconds ahead of');
  });
});

eachDatabase('the doctor, about what is stored', (open) => {
  it('finds practices that nobody works at or takes new clients for, and people who belong to none', async () => {
    const store = await open();
    const test = await openTestApp(store, { practice: { slug: 'harbour', name: 'Harbour' }, clock: { now: () => new Date(), later: () => {} } });
    const about = async () => (await examineStore(test.app)).filter(({ ok }) => !ok).map(({ what }) => what);
    expect(await about()).toEqual([]);
    await addPractice(test.app, { slug: 'empty', name: 'Empty House', contact: 'call us' });
    await store.prisma.therapist.updateMany({ data: { takesNew: false } });
    expect(await about()).toEqual([
      'Empty House has no therapist.', 'Harbour is open to people without an invite, and none of its therapists takes new clients.',
      'No practice is named for the people who write on slack.',
    ]);
    test.app.homePractice = 'nowhere';
    expect(await about()).toContainEqual('HOME_PRACTICE is "nowhere", and there is no such practice.');
  });

  it('compares the clocks', async () => {
    const store = await open();
    const test = await openTestApp(store, { clock: { now: () => new Date(Date.now() - 60_000), later: () => {} } });
    const clock = (await examineStore(test.app)).filter(({ what }) => what.includes('clock'));
    expect(clock.map(({ ok }) => ok)).toEqual(store.kind === 'embedded' ? [] : [false]);
  });
});
