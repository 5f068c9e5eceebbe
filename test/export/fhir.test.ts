import fc from 'fast-check';
import { beforeAll, describe, expect, test } from 'vitest';
import { fhirBundle, type FhirBundle } from '../../src/export/fhir.ts';
import type { Copy } from '../../src/export/copy.ts';
import type { TreatmentPlan } from '../../src/core/plan/plan.ts';
import { act } from '../../src/core/plan/act.ts';
import { currentVersion } from '../../src/core/plan/versions.ts';
import { agreedAfter, CLIENT, closedPlan, copyOf, items, planAfter, THERAPIST } from './support/copy.ts';
import { all, faultsOf } from './support/fhir-checks.ts';
import { english, spanish } from './support/words.ts';

const bundleOf = (plan: TreatmentPlan, more: Partial<Copy> = {}): FhirBundle => fhirBundle(copyOf(plan, more), english);
const one = (bundle: FhirBundle, type: string) => all(bundle, type)[0]! as Record<string, any>;

/** The plan with another wording of a goal, which the client suggested and the therapist took. */
function reworded(plan: TreatmentPlan): TreatmentPlan {
  const steps = [
    [{ party: 'client', person: CLIENT }, { do: 'change', item: 'i2', to: { text: 'Sleep, and wake up slowly' }, reason: '', seen: 1, send: true }],
    [{ party: 'therapist', person: THERAPIST }, { do: 'decide', proposal: 'p8', decision: 'accept' }],
  ] as const;
  return steps.reduce((current, [by, what], at) => {
    const result = act(current, by, what, new Date(Date.UTC(2026, 9, 20 + at)).toISOString());
    if (!result.ok) throw new Error(result.refusal.code);
    return result.plan;
  }, plan);
}

function agree(plan: TreatmentPlan): TreatmentPlan {
  const { number: version, hash } = currentVersion(plan);
  return [{ party: 'therapist', person: THERAPIST } as const, { party: 'client', person: CLIENT } as const].reduce((current, by) => {
    const result = act(current, by, { do: 'approve', version, hash }, '2026-10-25T10:00:00.000Z');
    if (!result.ok) throw new Error(result.refusal.code);
    return result.plan;
  }, plan);
}

describe('an agreed plan as FHIR', () => {
  let bundle: FhirBundle;
  beforeAll(() => {
    bundle = bundleOf(agreedAfter());
  });

  test('is valid, with its codes and references', () => {
    expect(faultsOf(bundle)).toEqual([]);
    expect(faultsOf(fhirBundle(copyOf(agreedAfter()), spanish))).toEqual([]);
  });

  test('holds what it should of each kind', () => {
    const counts = Object.fromEntries(Object.entries(Object.groupBy(bundle.entry, ({ resource }) => resource.resourceType)).map(([type, entries]) => [type, entries!.length]));
    expect(counts).toEqual({ Patient: 1, Practitioner: 1, Organization: 1, CarePlan: 1, Goal: 2, QuestionnaireResponse: 1, Observation: 5, Consent: 1, Provenance: 2 });
  });

  test('is a CarePlan as US Core wants it: text, status, intent, category', () => {
    expect(one(bundle, 'CarePlan')).toMatchObject({
      status: 'active', intent: 'plan', category: [{ coding: [{ system: 'http://hl7.org/fhir/us/core/CodeSystem/careplan-category', code: 'assess-plan' }] }],
      text: { status: 'additional', div: expect.stringContaining('Sleep through most nights') }, period: { start: '2026-09-04T12:30:00.000Z' },
      activity: [{ detail: { status: 'in-progress' } }, { detail: { description: 'I get over a bad day faster' } }, { detail: { status: 'scheduled', scheduledPeriod: { start: '2027-03-04' } } }],
    });
  });

  test('goals are the client’s, with how close they have come', () => {
    const patient = { reference: `urn:uuid:${one(bundle, 'Patient').id}`, type: 'Patient' };
    expect(all(bundle, 'Goal')).toEqual([
      expect.objectContaining({ lifecycleStatus: 'active', description: { text: 'Sleep through most nights' }, expressedBy: patient, subject: patient, achievementStatus: { coding: [expect.objectContaining({ code: 'improving' })] }, target: [expect.objectContaining({ detailInteger: 7 }), { measure: { text: 'I wake up before the alarm and stay calm' } }] }),
      expect.objectContaining({ lifecycleStatus: 'active', achievementStatus: { coding: [expect.objectContaining({ code: 'no-change' })] } }),
    ]);
  });

  test('each yes names who, when and the hash of what they said it to', () => {
    const { hash, number } = currentVersion(agreedAfter());
    expect(number).toBe(1);
    const signed = all(bundle, 'Provenance') as Record<string, any>[];
    expect(signed.map(({ recorded, agent }) => [recorded, agent[0].who.type])).toEqual([['2026-09-04T11:30:00.000Z', 'Practitioner'], ['2026-09-04T12:30:00.000Z', 'Patient']]);
    for (const { signature } of signed) expect(Buffer.from(signature[0].data, 'base64').toString()).toBe(`sha256:${hash}`);
  });

  test('consent holds what was shown, word for word', () => {
    const consent = one(bundle, 'Consent');
    expect(Buffer.from(consent.sourceAttachment.data, 'base64').toString()).toBe('Cairn is software.\n\nYour answers go to your therapist.');
    expect(consent).toMatchObject({ status: 'active', provision: { type: 'permit' } });
  });

  test('never holds what was to stay out of the plan', () => {
    expect(JSON.stringify(bundle)).not.toContain('sister');
  });

  test('the same thing has the same id the next time, and another plan’s has another', () => {
    const again = bundleOf(agreedAfter(), { at: '2027-01-01T00:00:00.000Z' });
    expect(again.entry.map(({ fullUrl }) => fullUrl)).toEqual(bundle.entry.map(({ fullUrl }) => fullUrl));
    const other = bundleOf({ ...agreedAfter(), id: '11111111-2222-4333-8444-555555555555' });
    expect(one(other, 'CarePlan').id).not.toBe(one(bundle, 'CarePlan').id);
  });
});

describe('the life of a plan', () => {
  const statuses = (bundle: FhirBundle) => ({
    plans: all(bundle, 'CarePlan').map(({ status }) => status), goals: all(bundle, 'Goal').map((goal: any) => [goal.description.text, goal.lifecycleStatus]),
  });

  test('a draft is proposed, nothing more', () => {
    const bundle = bundleOf(planAfter([['therapist', { do: 'open' }]]));
    expect(faultsOf(bundle)).toEqual([]);
    expect(statuses(bundle)).toEqual({ plans: ['draft'], goals: [['Sleep through most nights', 'proposed'], ['Say no at work without a knot in my stomach', 'proposed']] });
    expect(all(bundle, 'Provenance')).toEqual([]);
  });

  test('what was agreed stays in use beside a newer draft', () => {
    const bundle = bundleOf(reworded(agreedAfter()));
    expect(faultsOf(bundle)).toEqual([]);
    expect(statuses(bundle)).toEqual({
      plans: ['active', 'draft'],
      goals: [['Sleep through most nights', 'active'], ['Say no at work without a knot in my stomach', 'active'], ['Sleep, and wake up slowly', 'proposed']],
    });
  });

  test('the newly agreed replaces what was agreed before, which still says what it said', () => {
    const bundle = bundleOf(agree(reworded(agreedAfter())));
    expect(faultsOf(bundle)).toEqual([]);
    expect(statuses(bundle)).toEqual({
      plans: ['revoked', 'active'],
      goals: [['Sleep through most nights', 'cancelled'], ['Say no at work without a knot in my stomach', 'active'], ['Sleep, and wake up slowly', 'active']],
    });
    const [before, now] = all(bundle, 'CarePlan') as Record<string, any>[];
    expect(now!.replaces).toEqual([{ reference: `urn:uuid:${before!.id}`, type: 'CarePlan' }]);
    expect(before!.period.end).toBe(now!.period.start);
    expect(before!.text.div).toContain('Sleep through most nights');
  });

  test('a plan that was set aside is revoked, and its goals are rejected', () => {
    const bundle = bundleOf(planAfter([['therapist', { do: 'decline', reason: 'Let us talk first.' }]]));
    expect(faultsOf(bundle)).toEqual([]);
    expect(statuses(bundle)).toMatchObject({ plans: ['revoked'], goals: [[expect.anything(), 'rejected'], [expect.anything(), 'rejected']] });
  });

  test('a closed plan is completed, and its goals say how they ended, in the client’s words', () => {
    const bundle = bundleOf(closedPlan());
    expect(faultsOf(bundle)).toEqual([]);
    expect(statuses(bundle)).toEqual({
      plans: ['revoked', 'completed'],
      goals: [['Sleep through most nights', 'cancelled'], ['Say no at work without a knot in my stomach', 'cancelled'], ['Sleep through most nights', 'completed'], ['Say no at work without a knot in my stomach', 'cancelled']],
    });
    const [before, now] = all(bundle, 'CarePlan') as Record<string, any>[];
    expect([now!.replaces[0].reference, before!.period.end, now!.period]).toEqual([`urn:uuid:${before!.id}`, '2026-11-20T10:00:00.000Z', { start: '2026-11-20T10:00:00.000Z', end: '2026-11-20T10:00:00.000Z' }]);
    expect(all(bundle, 'Goal').slice(2)).toMatchObject([
      { statusReason: 'Reached', statusDate: '2026-11-20', achievementStatus: { coding: [{ code: 'achieved' }] }, note: [{ text: 'I sleep, most nights.' }] },
      { statusReason: 'Set aside' },
    ]);
  });

  test('consent that was taken back or never given says so', () => {
    const [consent] = copyOf(agreedAfter()).consents;
    const bundle = bundleOf(agreedAfter(), { consents: [{ ...consent!, withdrawnAt: '2026-11-01T00:00:00.000Z' }, { ...consent!, id: '77a1b0de-3b39-4a6e-9d94-70b1a2c7e002', given: false }] });
    expect(faultsOf(bundle)).toEqual([]);
    expect(all(bundle, 'Consent').map(({ status, provision }: any) => [status, provision.type])).toEqual([['inactive', 'permit'], ['rejected', 'deny']]);
  });

  test('the yes of a therapist who has since handed over names them, and not who came after', () => {
    const bundle = bundleOf(agreedAfter(), { therapist: { id: '99999999-1f35-47c2-b0de-6a9c51f3d730', name: 'Dr. Someone Else' } });
    expect(faultsOf(bundle)).toEqual([]);
    const [signed] = all(bundle, 'Provenance') as Record<string, any>[];
    expect(signed!.agent[0].who).toEqual({ type: 'Practitioner', identifier: { system: 'urn:ietf:rfc:3986', value: `urn:uuid:${THERAPIST}` } });
  });
});

test('any text stays text, in every field and in the narrative', () => {
  const text = fc.oneof(fc.string({ unit: 'binary', maxLength: 40 }), fc.constantFrom('<script>x</script>', '</div><b>', '&amp;', ']]>', '"\'', 'a\u0007b', '\uD800')).map((given) => `calm ${given}`);
  fc.assert(fc.property(text, text, (goal, word) => {
    const clean = (given: string): string => given.toWellFormed().replace(/[\u0000-\u0008\u000B\u000C\u000E-\u001F\uFFFE\uFFFF]/gu, '');
    const copy = copyOf(agreedAfter([], items.map((item) => (item.id === 'i2' ? { ...item, text: goal } : item))), { client: { id: CLIENT, name: word } });
    copy.words.push({ answer: 'hardest#4', step: 'hardest', question: 'What feels hardest', text: word, outOfPlan: false });
    const bundle = fhirBundle(copy, english);
    expect(one(bundle, 'Goal').description.text).toBe(clean(goal));
    expect(one(bundle, 'Patient').name[0].text).toBe(clean(word));
    expect(one(bundle, 'QuestionnaireResponse').item.at(-1).answer).toEqual([{ valueString: clean(word) }]);
    const div = one(bundle, 'CarePlan').text.div as string;
    const plain = div.replace(/<br\/>/gu, '\n').replace(/<\/?(?:div|h1|h2|p|ul|li|b|i|blockquote)(?: [^<>]*)?>/gu, '\u0000');
    expect(plain).not.toMatch(/[<>]/u);
    const decoded = plain.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&quot;', '"').replaceAll('&amp;', '&');
    expect(decoded).toContain(`\u0000${clean(goal)}\u0000`);
    expect(decoded).toContain(`\u0000${clean(word)}\u0000`);
  }), { numRuns: 60 });
});

describe('the checks themselves', () => {
  test('see a wrong code, a reference that leads nowhere, one to the wrong kind, and a field that FHIR does not have', () => {
    const broken = structuredClone(bundleOf(agreedAfter()));
    const goal = one(broken, 'Goal');
    goal.lifecycleStatus = 'nearly';
    goal.expressedBy = { reference: 'urn:uuid:00000000-0000-0000-0000-000000000000', type: 'Organization' };
    goal.cheer = 'well done';
    const faults = faultsOf(broken).join('\n');
    for (const fault of ['"nearly" is not one of its codes', 'leads nowhere', 'may not point to Organization', 'Goal.cheer: not in FHIR']) expect(faults).toContain(fault);
  });
});
