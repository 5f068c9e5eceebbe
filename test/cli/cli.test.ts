import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, describe, expect, it, vi } from 'vitest';
import { copyOfFlows, editFile, placeOf } from '../actions/edited-flows.ts';
import { startCairn } from '../support/cairn.ts';
import { flowsRoot } from '../support/flows.ts';
import { endAll, run } from '../start/process.ts';
import { WebClient } from '../start/web-client.ts';
import { cairn, done, onEmbeddedDirectory, refused } from './commands.ts';

afterAll(() => {
  vi.unstubAllEnvs();
  return endAll();
});

describe('the commands', () => {
  it('each explain themselves', async () => {
    const find = async (line: string): Promise<string[]> => {
      const help = await done(`${line} --help`.trim());
      const below = [...help.split('Commands:')[1]?.matchAll(/^ {2}(\w[\w-]*)/gm) ?? []].map(([, name]) => name!).filter((name) => name !== 'help');
      const inner = await Promise.all(below.map((name) => find(`${line} ${name}`.trim())));
      return [line, ...inner.flat()];
    };
    const all = await find('');
    expect(all.length).toBeGreaterThan(25);
    for (const line of all) {
      const help = await done(`${line} --help`.trim());
      expect(help, line).toMatch(/^Usage: cairn .*\n\n[A-Z][^.]+\./);
      const options = [...help.split(/Options:|Commands:/)[1]!.matchAll(/^ {2}(-\S+)( <\w+>)? +(.*)$/gm)];
      expect(options.filter(([, , , words]) => !words), line).toEqual([]);
    }
  });

  it('say what is wrong with how they were written', async () => {
    expect(await refused('nonsense')).toContain("unknown command 'nonsense'");
    expect(await refused('practice set')).toContain("missing required argument 'slug'");
    expect(await refused('practice set willow --colour red')).toContain("unknown option '--colour'");
    expect(await refused('therapist add willow --name Ana')).toContain("--email <address>' not specified");
  });

  it('run as a program, with the exit code to go by', async () => {
    const [good, bad] = [run('cli.ts', {}, ['flow', 'graph', 'intake']), run('cli.ts', { PORT: 'abc' }, ['practice', 'list'])];
    expect([await good.ended, await bad.ended]).toEqual([0, 1]);
    expect(good.out()).toMatch(/^stateDiagram-v2/);
    expect(bad.err()).toMatch(/^PORT must be a whole number/);
  });
});

describe('on an embedded directory', { timeout: 90_000 }, () => {
  const settings = onEmbeddedDirectory();
  let linkOfAna: string;

  it('a practice is added, changed and listed', async () => {
    expect(await done('practice list')).toBe('None yet.\n');
    expect(await done('practice add harbour --name "Harbour Practice" --contact "call 0555 014 220" --country IE --minimum-age 16'))
      .toBe('Added. Clients begin at https://cairn.example.org/p/harbour once the practice has a therapist.\n');
    await done('practice set harbour --accent #224466 --review-months 3 --name "Harbour House"');
    expect(await done('practice list')).toMatch(/^slug +name +contact .*\nharbour +Harbour House +call 0555 014 220 +IE +16 +3 +self-referral +0 +0\n$/);
  });

  it('what a practice cannot be is answered in a sentence', async () => {
    expect(await refused('practice add harbour --name Again --contact "call us"')).toContain('There is already a practice at /p/harbour.');
    const all = await refused('practice add Har_bour --accent blue --country ireland --minimum-age old --review-months 99');
    expect(all.split('\n').filter(Boolean).map((line) => line.split(' must ')[0])).toEqual([
      '--name is needed', '--contact is needed', '--accent', '--country', '--minimum-age', '--review-months', 'The short name',
    ]);
    expect(await refused('practice set harbour --accent red')).toContain('--accent must be a colour such as #2f6f62');
    expect(await refused('practice set harbour --language xx')).toMatch(/no words in the language "xx".\nUse one of: .*\ben\b/);
    expect(await refused('practice set harbour --country ZZ')).toContain('"ZZ" is no country\'s code.');
    expect(await refused('practice set harbour')).toContain('There is nothing to change yet.');
    expect(await refused('practice set nowhere --accent #224466')).toMatch(/There is no practice called "nowhere".\nList them with: /);
  });

  it('a therapist is added, and listed with how they work', async () => {
    const added = await done('therapist add harbour --name "Ana Silva" --email Ana@Harbour.example --orientations "cbt, act"');
    expect(added).toMatch(/^Added. Their desk: https:\/\/cairn\.example\.org\/desk\/[\w-]{43}\n$/);
    linkOfAna = /desk\/\S+/.exec(added)![0];
    await done('therapist add harbour --name Noor --email noor@harbour.example --no-takes-new');
    expect(await done('therapist list harbour')).toMatch(/Ana Silva +ana@harbour\.example +cbt, act +true\nNoor +noor@harbour\.example +false\n/);
  });

  it('what a therapist cannot be is answered in a sentence', async () => {
    expect(await refused('therapist add harbour --name Ana --email ANA@harbour.example')).toContain('The practice already has a therapist with this e-mail address.');
    expect(await refused('therapist add harbour --name Ben --email ben@harbour.example --orientations cbt,gestalt9')).toMatch(/no orientation called "gestalt9".\nUse some of: .*\bcbt\b/);
    expect(await refused('therapist add harbour --name Ben --email ben')).toContain('--email must be a mail address');
    expect(await refused('therapist desk-link harbour nobody@harbour.example')).toMatch(/has no therapist with that address.\nList them with: /);
    expect(await refused('therapist revoke-links harbour nobody')).toContain('The therapist must be a mail address');
  });

  it('clients are listed without a word of theirs, and given to a colleague; links open until they are ended', async () => {
    expect(await done('therapist revoke-links harbour ana@harbour.example')).toContain('Every link of theirs has ended.');
    const [fresh] = /desk\/\S+/.exec(await done('therapist desk-link harbour ana@harbour.example'))!;
    const running = await startCairn(settings());
    const client = await WebClient.begin(running.url);
    await client.talk({ name: 'Quillifex', hope: 'Quillifex would sleep' });
    // Somebody who opens the chat and goes away again is no client yet.
    await WebClient.begin(running.url);
    const opens = async (link: string) => (await fetch(`${running.url}/${link}`)).status;
    expect([await opens(linkOfAna), await opens(fresh)]).toEqual([404, 200]);
    // A command would write into a database that is another's: it says so instead.
    expect(await refused('practice list')).toMatch(/Another Cairn is already using the data directory .*\nStop the other one first/);
    await running.stop();

    const listed = await done('client list harbour');
    const [line, id] = /^([0-9a-f-]{36}) +Ana Silva +\d{4}-\d\d-\d\d +draft$/m.exec(listed)!;
    expect(line).not.toContain('Quillifex');
    expect(listed.match(/^[0-9a-f-]{36} /gm)).toHaveLength(1);
    expect(await done(`client assign ${id} harbour noor@harbour.example`)).toContain('Assigned.');
    expect(await done('client list harbour')).toMatch(new RegExp(`^${id} +Noor `, 'm'));
    expect(await refused('client assign Quillifex harbour noor@harbour.example')).toContain('The client must be an id from: ');
    expect(await refused('client assign 00000000-0000-4000-8000-000000000000 harbour noor@harbour.example')).toContain('"harbour" has no such client.');
  });
});

describe('on the flows', () => {
  const withFlows = (root: string) => vi.stubEnv('FLOWS_DIR', root);

  it('the check finds nothing wrong with what ships', async () => {
    withFlows(flowsRoot);
    expect(await done('flow check')).toBe('No mistakes.\n');
  });

  it('the check names every mistake with file, line and remedy', async () => {
    const root = copyOfFlows();
    editFile(root, 'intake/flow.yaml', (flow) => {
      flow.setIn([...placeOf(flow, 'age'), 'next'], 'no-such-step');
      flow.setIn([...placeOf(flow, 'name'), 'effect'], 'make-coffee');
    });
    editFile(root, 'intake/en.yaml', (words) => {
      words.deleteIn(['steps', 'hope', 'ask']);
      words.setIn(['steps', 'signs', 'ask'], 'How would you know, {nobody}?');
    });
    editFile(root, 'notices/en.yaml', (words) => words.deleteIn(['client', 'plan-declined']));
    withFlows(root);
    const { code, out, err } = await cairn('flow check');
    expect([code, /^\d+ mistakes\.\n$/.test(err)]).toEqual([1, true]);
    const found = out.trim().split(/\n(?=\S)/).map((each) => each.split('\n').map((line) => line.trim()));
    expect(found.length).toBe(Number.parseInt(err, 10));
    const about = (words: string) => found.find((lines) => lines.join(' ').includes(words)) ?? [];
    const lineOf = (file: string, words: string) => readFileSync(path.join(root, file), 'utf8').split('\n').findIndex((line) => line.includes(words)) + 1;
    expect(about('no-such-step')[0]).toMatch(/^flows\/intake\/flow\.yaml:\d+ {2}\(age\)$/);
    expect(about('make-coffee')[0]).toMatch(/^flows\/intake\/flow\.yaml:\d+ {2}\(name\)$/);
    expect(about('{nobody}')[0]).toBe(`flows/intake/en.yaml:${lineOf('intake/en.yaml', '{nobody}')}  (signs)`);
    expect(found.filter(([where]) => where!.includes('(hope)')).length).toBeGreaterThan(0);
    expect(found.filter(([where]) => where!.startsWith('flows/notices/en.yaml')).length).toBeGreaterThan(0);
    expect(found.filter((lines) => lines.length < 3 || lines.some((line) => line === ''))).toEqual([]);
    withFlows(flowsRoot);
  });

  it('a file that is no YAML is a mistake like any other', async () => {
    const root = copyOfFlows();
    writeFileSync(path.join(root, 'common/en.yaml'), 'language: en\nsays: "unfinished\n');
    withFlows(root);
    const { code, out } = await cairn('flow check');
    expect(code).toBe(1);
    expect(out).toMatch(/flows\/common\/en\.yaml:\d+\n {4}This is not valid YAML/);
    withFlows(flowsRoot);
  });

  it('the picture of a flow has every step, and an unknown flow is answered with those there are', async () => {
    const picture = await done('flow graph intake');
    expect(picture).toMatch(/^stateDiagram-v2\n {2}\[\*\] --> consent\n/);
    for (const step of ['hope', 'goals', 'summary', 'under_age']) expect(picture).toMatch(new RegExp(`^  state ".*" as ${step}$`, 'm'));
    expect(picture).toContain('sent --> [*]');
    expect(await refused('flow graph nothing')).toMatch(/There is no flow called "nothing".\nThere are: .*\bintake\b/);
  });

  it('the schemas for editors are written beside them', async () => {
    const root = copyOfFlows();
    rmSync(path.join(root, 'schema'), { recursive: true });
    withFlows(root);
    expect(await done('flow schema')).toContain(path.join(root, 'schema'));
    expect(readdirSync(path.join(root, 'schema')).toSorted()).toEqual(readdirSync(path.join(flowsRoot, 'schema')).toSorted());
    expect(JSON.parse(readFileSync(path.join(root, 'schema/flow.schema.json'), 'utf8'))).toHaveProperty(['$defs', 'Step']);
    withFlows(flowsRoot);
  });
});
