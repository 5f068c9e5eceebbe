import { beforeAll, expect, it } from 'vitest';
import { parse } from 'yaml';
import { readFileSync } from 'node:fs';
import { linkTo } from '../../src/actions/word-notice.ts';
import { openDesk } from '../../src/actions/open-desk.ts';
import { copyOf, giveCopy, type CopyFormat } from '../../src/actions/plan-copy.ts';
import { openPlan } from '../../src/actions/open-plan.ts';
import { planProgress } from '../../src/actions/plan-progress.ts';
import type { Party } from '../../src/core/plan/plan.ts';
import { currentVersion } from '../../src/core/plan/versions.ts';
import type { FhirBundle } from '../../src/export/fhir.ts';
import { auditOfClient } from '../../src/store/audit.ts';
import type { Store } from '../../src/store/open-store.ts';
import { createWords, type WordTree } from '../../src/web/words.ts';
import { readPdf } from '../export/support/read-pdf.ts';
import { days, dueNow, openTestApp, type TestApp, type TestClient } from '../support/app.ts';
import { eachDatabase } from '../support/database.ts';
import { chooses, withPlan } from './living.ts';

const wordsIn = (language: string) => createWords(language, parse(readFileSync(`flows/pages/${language}.yaml`, 'utf8')) as WordTree);

eachDatabase('copies of a plan', (open) => {
  let store: Store;
  let test: TestApp;
  let client: TestClient;
  let tokens: Record<Party | 'desk', string>;
  beforeAll(async () => {
    store = await open();
    test = await openTestApp(store);
    client = await withPlan(test);
    await dueNow(test);
    await chooses(client, 'monthly', 'thursday', '15:00');
    for (const value of ['8', '5']) {
      test.later(days(4));
      await client.write('check in');
      await client.talk({ rating: { press: [value] }, noticed: 'I slept until six on Sunday', bring: 'The thing with my sister' });
    }
    // What the therapist has not sent yet.
    await client.act('therapist', { do: 'add', item: { kind: 'measure', text: 'A line in the drawer', sources: [] }, reason: 'Later.', seen: currentVersion(await client.plan()).number, send: false });
    const { plan, clientId, therapistId } = await client.storedPlan();
    const tokenOf = async (link: Promise<string>) => (await link).split('/').at(-1)!;
    const practiceId = test.practice.id;
    tokens = {
      therapist: await tokenOf(linkTo(test.app, { purpose: 'review', practiceId, therapistId, planId: plan.id }, 14)),
      client: await tokenOf(linkTo(test.app, { purpose: 'plan', practiceId, clientId, planId: plan.id }, 14)),
      desk: await tokenOf(linkTo(test.app, { purpose: 'desk', practiceId, therapistId }, 14)),
    };
  }, 60_000);

  const give = async (as: Party, format: CopyFormat) => (await giveCopy(test.app, { token: tokens[as] }, as, format, wordsIn))!;
  const trail = async () => (await auditOfClient(store.prisma, test.practice.id, (await client.ids()).client)).filter(({ action }) => action === 'plan.copied');

  it('hold what was said since, and on the client\'s side nothing that was not sent', async () => {
    const copy = (await copyOf(test.app, { token: tokens.client }, 'client'))!;
    expect(copy.ratings.map(({ value }) => value).toSorted()).toEqual([5, 5, 8, 8]);
    expect(copy.signs.map(({ text }) => text)).toContain('I slept until six on Sunday');
    expect(copy.consents).toMatchObject([{ given: true, withdrawnAt: null }]);
    expect(JSON.stringify(copy)).not.toContain('A line in the drawer');
    expect(await trail()).toEqual([]);
  });

  it('open for nobody but whom the token is for', async () => {
    for (const [token, as] of [[tokens.client, 'therapist'], [tokens.therapist, 'client'], [tokens.desk, 'therapist'], ['x'.repeat(43), 'client'], ['', 'client']] as const) {
      expect(await copyOf(test.app, { token }, as)).toBeNull();
      expect(await giveCopy(test.app, { token }, as, 'pdf', wordsIn)).toBeNull();
    }
    expect(await giveCopy(test.app, { token: tokens.client }, 'client', 'fhir', wordsIn)).toBeNull();
    expect(await trail()).toEqual([]);
  });

  it('go on record with who, which version and as what', async () => {
    const { type, body } = await give('client', 'pdf');
    const text = (await readPdf(body as Uint8Array)).pages.join('\n');
    expect([type, text.includes('Sleep through most nights'), text.includes('A line in the drawer'), text.includes('private')]).toEqual(['application/pdf', true, false, true]);
    const record = await give('therapist', 'fhir');
    expect((JSON.parse(record.body as string) as FhirBundle).entry.map(({ resource }) => resource.resourceType)).toEqual(expect.arrayContaining(['CarePlan', 'Goal', 'Observation', 'Consent']));
    expect((await trail()).map(({ by, subject }) => [by.actor, subject!.format, subject!.version])).toEqual([['therapist', 'fhir', 1], ['client', 'pdf', 1]]);
  });

  it('bring the client\'s own check-ins into their calendar, and not into the therapist\'s', async () => {
    expect((await give('client', 'calendar')).body).toMatch(/RRULE:FREQ=MONTHLY;BYDAY=1TH/);
    const theirs = (await give('therapist', 'calendar')).body;
    expect(theirs).toContain('BEGIN:VEVENT');
    expect(theirs).not.toContain('RRULE:FREQ=MONTHLY');
  });

  it('and the pages draw every rated goal, for the side that the token is for', async () => {
    const words = wordsIn('en');
    const told = await planProgress((await openPlan(test.app, { token: tokens.therapist }, 'therapist'))!, words);
    expect(Object.values(told.pictures)).toHaveLength(2);
    expect(told.since).toMatchObject({ since: { version: 1 }, quiet: false });
    expect(await openPlan(test.app, { token: tokens.therapist }, 'client')).toBeNull();
  });

  it('and the desk shows first who has moved away', async () => {
    const fresh = test.newClient();
    await fresh.holdIntake({ country: 'Ireland' });
    const { rows } = (await openDesk(test.app, tokens.desk))!;
    expect(rows.map(({ drop, lastCheckIn }) => [drop?.change.by ?? null, lastCheckIn !== null])).toEqual([[-3, true], [null, false]]);
  });
});
