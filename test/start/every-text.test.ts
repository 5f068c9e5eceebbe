import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { hearMessage } from '../../src/actions/answer-danger.ts';
import { changePlan } from '../../src/actions/change-plan.ts';
import { textsIn } from '../../src/actions/hear-on-page.ts';
import type { PlanAct } from '../../src/core/plan/act.ts';
import { loadPlan, plansOfClient } from '../../src/store/plans.ts';
import { startCairn, type TestCairn } from '../support/cairn.ts';
import { boxesOn, type Box } from './boxes.ts';
import { oneOfEach } from './contents.ts';
import { WebClient } from './web-client.ts';

/**
 * Every place where a client's text enters Cairn, and that it is heard there. The places are read from where they are
 * defined: the port's kinds of content and the acts on a plan from their source, the fields of a page from the page itself.
 * So a new one is either heard, or this file fails until somebody has thought about it.
 */

const danger = 'I want to kill myself tonight';
const source = (file: string): string => readFileSync(new URL(`../../src/${file}`, import.meta.url), 'utf8');

let cairn: TestCairn;
beforeAll(async () => {
  cairn = await startCairn();
});
afterAll(() => cairn.stop());

describe('what comes in by a channel', () => {
  /** With words of danger in whatever text it carries. */
  const contents = oneOfEach(danger);
  const declared = /export type InboundContent =([\s\S]*?);\n\n/.exec(source('channels/channel.ts'))![1]!;

  test('is of a kind that is known here', () => {
    expect([...declared.matchAll(/kind: '([\w-]+)'/g)].map(([, kind]) => kind).sort()).toEqual(Object.keys(contents).sort());
  });
  test('carries free text in one field, which is heard in every kind that has it', () => {
    // Ids of messages, steps and choices are ours or the platform's; everything else a person writes is `text`.
    expect(new Set([...declared.matchAll(/(\w+)\??: string/g)].map(([, field]) => field))).toEqual(new Set(['text', 'step', 'ids', 'of']));
    for (const [kind, content] of Object.entries(contents)) {
      expect([kind, hearMessage(cairn.app, content)?.level ?? null]).toEqual([kind, 'text' in content ? 'imminent' : null]);
    }
  });
  test('is heard in every kind of question that takes words: a choice in own words, several, a list, a scale, a yes or no', () => {
    // All of them are texts to the port, which is what the statecharts are walked with in danger-everywhere.test.ts.
    expect(Object.values(contents).filter((content) => 'text' in content).map(({ kind }) => kind)).toEqual(['text', 'edited', 'mention']);
  });
});

describe('an act on a plan', () => {
  /** One of each, with every text that a client can put into it. */
  const acts: { [D in PlanAct['do']]: Extract<PlanAct, { do: D }> } = {
    open: { do: 'open' },
    add: { do: 'add', item: { kind: 'goal', text: danger, sources: [] }, reason: '', seen: 1, send: true },
    change: { do: 'change', item: 'i1', to: { text: danger }, reason: '', seen: 1, send: true },
    remove: { do: 'remove', item: 'i1', reason: danger, seen: 1, send: true },
    ask: { do: 'ask', question: danger, seen: 1, send: true },
    send: { do: 'send' },
    withdraw: { do: 'withdraw', proposal: danger },
    decide: { do: 'decide', proposal: 'p1', decision: 'decline', remark: danger },
    reply: { do: 'reply', proposal: 'p1', text: danger },
    approve: { do: 'approve', version: 1, hash: danger },
    decline: { do: 'decline', reason: danger },
    reopen: { do: 'reopen' },
    keep: { do: 'keep', seen: 1, on: danger },
    revisit: { do: 'revisit', why: 'other', words: danger },
    close: { do: 'close', seen: 1, goals: [{ item: 'i1', ended: 'achieved', words: danger }], words: danger },
  };
  test('is of a kind that is known here', () => {
    const declared = /export type PlanAct =([\s\S]*?);\n\n/.exec(source('core/plan/act.ts'))![1]!;
    expect([...declared.matchAll(/do: '([\w-]+)'/g)].map(([, name]) => name).sort()).toEqual(Object.keys(acts).sort());
  });
  test('is heard in every text that it holds, at whatever depth', () => {
    const strings = (value: unknown): number => typeof value === 'string' ? 1 : typeof value === 'object' && value ? Object.values(value).reduce((sum: number, each) => sum + strings(each), 0) : 0;
    for (const act of Object.values(acts)) expect(textsIn(act)).toHaveLength(strings(act));
    expect(textsIn({ a: [{ b: danger }], c: null, d: 3 })).toEqual([danger]);
  });
});

describe('the client’s page of the plan', () => {
  test('is heard in every box there is, the line it stands at aside; the page then shows who to call, and the chat asks', { timeout: 120_000 }, async () => {
    const client = await WebClient.begin(cairn.url);
    await client.talk({ country: 'Ireland' });
    const { prisma } = cairn.app.store;
    const { id: clientId } = await prisma.client.findFirstOrThrow();
    const [summary] = await plansOfClient(prisma, clientId);
    const therapist = { party: 'therapist' as const, person: summary!.therapistId };
    const act = async (what: PlanAct) => expect(await changePlan(cairn.app, summary!.id, therapist, what)).toMatchObject({ ok: true });
    // One of everything that a therapist can put before a client.
    const goal = (await loadPlan(prisma, summary!.id))!.plan.versions[0]!.items.find(({ kind }) => kind === 'goal')!;
    await act({ do: 'open' });
    await act({ do: 'change', item: goal.id, to: { text: 'Something smaller' }, reason: 'To start small.', seen: 1, send: true });
    await act({ do: 'add', item: { kind: 'measure', text: 'A quiet evening', sources: [] }, reason: 'A sign.', seen: 1, send: true });
    await act({ do: 'ask', question: 'When is it hardest?', seen: 1, send: true });

    const cookie = `cairn-willow=${client.token}`;
    const address = `${cairn.url}/p/willow/my-plan`;
    const read = async (): Promise<string> => (await fetch(address, { headers: { cookie } })).text();
    /** What a box is for, whichever line it stands at. */
    const purpose = ({ form, name }: Box): string => `${form} ${name}`;
    const heardIn = new Set<string>();
    for (let count = 0; count < 40; count += 1) {
      const field = boxesOn(await read()).find((each) => !heardIn.has(purpose(each)));
      if (!field) break;
      heardIn.add(purpose(field));
      const before = await prisma.riskDisclosure.count();
      const body = new URLSearchParams([...field.rest, ...field.others.map((name): [string, string] => [name, 'just a word']), [field.name, `${danger} (${count})`]]);
      const response = await fetch(cairn.url + field.action, { method: 'POST', redirect: 'manual', headers: { cookie, 'sec-fetch-site': 'same-origin' }, body });
      expect([purpose(field), await prisma.riskDisclosure.count()]).toEqual([purpose(field), before + 1]);
      // Taken or refused, the reader is led to the lines.
      if (response.status === 303) expect(response.headers.get('location')).toMatch(/#help$/);
      else expect(await response.text()).toContain('id="help"');
    }
    expect([...heardIn].sort()).toEqual(['add reason', 'add text', 'answer text', 'ask question', 'change reason', 'change text', 'remove reason', 'reply text']);

    const page = await read();
    expect(page).toContain('href="tel:116123"');
    expect(page).toContain('Call 116 123');
    await client.look();
    // Words of danger that came again and again, and near: the number to call comes before every other question.
    expect(client.question!.step).toBe('barriers');
    const said = (await client.history()).filter(({ from }) => from === 'cairn').map(({ body }) => body.text).join('\n');
    expect(said).toContain('Samaritans: Call 116 123');
    // And what was written is where the therapist reads it, once for each.
    expect(await prisma.safetyAlert.count({ where: { clearedAt: null } })).toBe(1);
  });

  test('is heard, too, where a form comes to nothing: an unknown act, a line that is as it was', async () => {
    const client = await WebClient.begin(cairn.url);
    await client.talk({ country: 'Ireland' });
    const { prisma } = cairn.app.store;
    const cookie = `cairn-willow=${client.token}`;
    for (const fields of [{ do: 'no-such-thing', text: danger }, { do: 'change', item: 'i1', reason: danger, seen: '1' }, { do: 'approve', version: '1', hash: 'x', text: danger }, { do: 'note', text: danger }, { do: 'close', seen: '1', 'ended:i1': 'achieved', words: danger }, { do: 'revisit', why: 'other', words: danger }, { do: 'keep', seen: '1', on: danger }, {}]) {
      const before = await prisma.riskDisclosure.count();
      const response = await fetch(`${cairn.url}/p/willow/my-plan`, { method: 'POST', redirect: 'manual', headers: { cookie, 'sec-fetch-site': 'same-origin' }, body: new URLSearchParams(fields as Record<string, string>) });
      expect(response.status).toBeGreaterThanOrEqual(400);
      expect([fields, await prisma.riskDisclosure.count() - before]).toEqual([fields, 'do' in fields ? 1 : 0]);
    }
  });
});

test('the programs’ interface is the same way in: what it is sent is heard', async () => {
  const client = await WebClient.begin(cairn.url);
  await client.write(danger);
  expect(client.question!.step).toBe('ask-directly');
});
