import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import PostalMime, { type Email } from 'postal-mime';
import { SMTPServer } from 'smtp-server';
import { sweep } from '../../src/actions/sweep.ts';
import { mailChannel } from '../../src/channels/mail.ts';
import type { Channel, ChannelName } from '../../src/channels/channel.ts';
import { isCairnError } from '../../src/errors.ts';
import type { Store } from '../../src/store/open-store.ts';
import { minutes, openTestApp, type TestApp } from '../support/app.ts';
import { eachDatabase } from '../support/database.ts';

type Stage = 'from' | 'to' | 'data';

/** A real mail server on this machine. `answer` is what it refuses with, and at which word of the protocol. */
async function mailServer() {
  const taken: { to: string[]; mail: Email }[] = [];
  const state: { refuse: { at: Stage; code: number } | null } = { refuse: null };
  const refusal = (at: Stage) => (state.refuse?.at === at ? Object.assign(new Error('not today'), { responseCode: state.refuse.code }) : null);
  const server = new SMTPServer({
    authOptional: true, disabledCommands: ['STARTTLS'],
    onMailFrom: (_address, _session, done) => done(refusal('from')),
    onRcptTo: (_address, _session, done) => done(refusal('to')),
    onData(stream, session, done) {
      const parts: Buffer[] = [];
      stream.on('data', (part: Buffer) => parts.push(part));
      stream.on('end', () => {
        const refused = refusal('data');
        if (refused) return done(refused);
        void PostalMime.parse(Buffer.concat(parts)).then((mail) => {
          taken.push({ to: session.envelope.rcptTo.map(({ address }) => address), mail });
          done();
        });
      });
    },
  });
  server.on('error', () => {});
  const net = server.listen(0, '127.0.0.1');
  await once(net, 'listening');
  return { taken, state, url: `smtp://127.0.0.1:${(net.address() as AddressInfo).port}`, close: () => new Promise<void>((resolve) => server.close(resolve)) };
}

const from = 'Cairn <cairn@willow.example>';
const message = { seq: 1, sender: { channel: 'mail', workspace: '', userId: 'r' } as const, address: 'robin.hale@willow.example', body: { subject: 'A plan', text: 'Read it: https://cairn.example.org/review/x' }, language: 'en' };

describe('mail through a mail server (smtp-server)', () => {
  let server: Awaited<ReturnType<typeof mailServer>>;
  let channel: Channel;
  beforeAll(async () => {
    server = await mailServer();
    channel = mailChannel({ smtp: { smtpUrl: server.url, from }, directory: '' });
  });
  beforeEach(() => {
    server.state.refuse = null;
    server.taken.length = 0;
  });
  afterAll(async () => {
    await channel.stop();
    await server.close();
  });

  const failure = async (): Promise<object> => {
    const error = await channel.send(message).then(() => null, (reason: unknown) => reason);
    expect(isCairnError(error, 'delivery-failed')).toBe(true);
    expect((error as Error).message).not.toContain('robin');
    return (error as { details: object }).details;
  };

  it('arrives with its subject and text, from us to the one address', async () => {
    expect((await channel.send(message)).platformId).toMatch(/@willow\.example/);
    const [{ to, mail }] = server.taken as [(typeof server.taken)[0]];
    expect(to).toEqual(['robin.hale@willow.example']);
    expect(mail).toMatchObject({ subject: 'A plan', from: { address: 'cairn@willow.example', name: 'Cairn' } });
    expect(mail.text!.trim()).toBe('Read it: https://cairn.example.org/review/x');
  });

  it.each([[550], [551], [553]])('is given up for good when the address is refused with %i', async (code) => {
    server.state.refuse = { at: 'to', code };
    expect(await failure()).toEqual({ gone: true });
  });

  it('is given up for good when the mail itself is refused, so that the next one can go', async () => {
    server.state.refuse = { at: 'data', code: 554 };
    expect(await failure()).toEqual({ refused: true });
  });

  it.each([['to', 450], ['to', 421], ['data', 452], ['from', 451]] as [Stage, number][])('is kept for later when the server says %s: %i', async (at, code) => {
    server.state.refuse = { at, code };
    expect(await failure()).toEqual({});
  });

  it('is kept for later when our own address is refused: somebody will put that setting right', async () => {
    server.state.refuse = { at: 'from', code: 550 };
    expect(await failure()).toEqual({});
  });

  it('is kept for later when nobody answers, and does not wait for ever', async () => {
    const silent = createServer(() => {}).listen(0, '127.0.0.1');
    await once(silent, 'listening');
    const toSilent = mailChannel({ smtp: { smtpUrl: `smtp://127.0.0.1:${(silent.address() as AddressInfo).port}`, from }, directory: '', patience: 300 });
    const started = Date.now();
    const error = await toSilent.send(message).then(() => null, (reason: unknown) => reason);
    expect((error as { details: object }).details).toEqual({});
    expect(Date.now() - started).toBeLessThan(5_000);
    silent.close();
  });
});

eachDatabase('mail about a client', (open) => {
  let store: Store;
  let test: TestApp;
  let server: Awaited<ReturnType<typeof mailServer>>;
  beforeAll(async () => {
    store = await open();
    server = await mailServer();
    test = await openTestApp(store);
    (test.app.channels as Map<ChannelName, Channel>).set('mail', mailChannel({ smtp: { smtpUrl: server.url, from }, directory: '' }));
  });
  afterAll(() => server.close());

  it('waits while the server is busy, arrives later, and holds no word of the client', async () => {
    server.state.refuse = { at: 'to', code: 450 };
    const client = test.newClient();
    await client.holdIntake({ name: 'Quillifex', hope: 'Quillifex would sleep', goals: ['Quillifex sleeps', { press: ['done'] }] });
    await client.write('a person');
    expect(server.taken).toEqual([]);
    server.state.refuse = null;
    test.later(minutes(1));
    await sweep(test.app);
    const words = test.app.flows.notices.en!.therapist;
    expect(server.taken.map(({ mail }) => mail.subject)).toEqual([words['plan-drafted'].subject, words['asked-for-a-person'].subject]);
    expect(JSON.stringify(server.taken)).not.toContain('Quillifex');
    expect(server.taken[0]!.mail.text).toMatch(/https:\/\/cairn\.example\.org\/review\/[\w-]{43}/);
  });

  it('to an address that is gone holds nothing up', async () => {
    server.taken.length = 0;
    server.state.refuse = { at: 'to', code: 550 };
    const client = test.newClient();
    await client.holdIntake();
    server.state.refuse = null;
    await client.write('a person');
    expect(server.taken.map(({ mail }) => mail.subject)).toEqual([test.app.flows.notices.en!.therapist['asked-for-a-person'].subject]);
  });
});
