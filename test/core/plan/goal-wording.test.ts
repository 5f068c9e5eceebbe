import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { checkGoalWording, compileGoalWording, offerWording, saysNothing } from '../../../src/core/plan/goal-wording.ts';
import { isCairnError } from '../../../src/errors.ts';
import { goalWording as rules, goalWordingDocument } from './goal-words.ts';

const offered = (goal: string): string[] => offerWording(goal, rules)?.offers.map(({ text }) => text) ?? [];

describe('all or nothing', () => {
  test.each([
    ['Eliminate anxiety entirely', 'Notice anxiety sooner and recover faster'],
    ['Never be anxious again.', 'Notice anxiety sooner and recover faster'],
    ['I want to get rid of my worries forever', 'Notice worry sooner and recover faster'],
    ['never ever have another panic attack again', undefined],
    ['never have a panic attack again', 'Notice panic sooner and recover faster'],
    ['No more panic attacks!', 'Notice panic sooner and recover faster'],
    ['be anxiety-free', 'Notice anxiety sooner and recover faster'],
    ['live without any stress', 'Notice stress sooner and recover faster'],
    ['I’d like to be completely free of guilt', 'Notice guilt sooner and recover faster'],
    ['never feel lonely at night', 'Notice loneliness sooner at night and recover faster'],
    ['Never fight again', 'Notice sooner when things heat up, and choose how I respond'],
    ['We would like to never argue again', 'Notice sooner when things heat up, and choose how I respond'],
    ['no more fights with my partner', 'Notice sooner when things heat up, and choose how I respond'],
    ['never shout at my kids again', 'Notice sooner when anger builds, and choose how I respond'],
    ['Never lose my temper', 'Notice sooner when anger builds, and choose how I respond'],
    ['ALWAYS BE HAPPY', 'Have more moments in my week that feel good to me'],
    ['be happy all the time', 'Have more moments in my week that feel good to me'],
    ['always stay calm', 'Feel calm more often'],
    ['be 100% confident', 'Feel confident more often'],
    ['to be in control at all times, every day', undefined],
    ['be perfect', 'Treat myself kindly when something goes wrong'],
    ['Never make mistakes', 'Treat myself kindly when something goes wrong'],
  ])('%s', (goal, first) => {
    expect(offered(goal)[0]).toBe(first);
    if (first) expect(offerWording(goal, rules)?.kind).toBe('absolute');
  });
});

describe('only what should stop', () => {
  test.each([
    ['stop feeling sad', 'Know what helps when sadness shows up'],
    ['Stop being so anxious around people', 'Know what helps when anxiety shows up around people'],
    ['not be anxious', 'Know what helps when anxiety shows up'],
    ['to not feel guilty all the time', 'Know what helps when guilt shows up'],
    ["I don't want to be depressed anymore", 'Know what helps when low mood shows up'],
    ['i just want to stop worrying so much', 'Know what helps when worry shows up'],
    ['get rid of my self-doubt', 'Know what helps when self-doubt shows up'],
    ['stop overthinking everything', 'Know what helps when overthinking shows up'],
    ['make my anxiety go away', 'Know what helps when anxiety shows up'],
    ['stop feeling stressed when I’m driving', 'Know what helps when stress shows up when I am driving'],
    ['stop being so angry', 'Notice sooner when anger builds, and choose how I respond'],
    ['I don’t want to feel like this anymore', 'Know what helps on days that feel like this'],
    ['avoid people', 'Feel more at ease around people'],
    ['stay away from crowds', 'Feel more at ease in crowds'],
    ['avoid conflict', 'Choose when and how I say what I think'],
  ])('%s', (goal, first) => {
    expect(offered(goal)[0]).toBe(first);
    expect(offerWording(goal, rules)?.kind).toBe('avoidant');
  });
});

describe('hard to picture', () => {
  test.each([
    ['be better', 'Have more moments in my week that feel good to me'],
    ['I just want to be happy', 'Have more moments in my week that feel good to me'],
    ['I want happiness', 'Have more moments in my week that feel good to me'],
    ['get my life back on track', 'Have more moments in my week that feel good to me'],
    ['Be normal', 'Feel more at ease being myself'],
    ['I want a normal life again', 'Feel more at ease being myself'],
    ['be a better mum', 'Be the mum I want to be in small, everyday moments'],
  ])('%s', (goal, first) => {
    expect(offered(goal)[0]).toBe(first);
    expect(offerWording(goal, rules)?.kind).toBe('vague');
  });
});

describe("in another person's hands", () => {
  test.each([
    ['make my husband listen', 'Tell my husband clearly what I need'],
    ['I want my mum to change', 'Tell my mum clearly what I need'],
    ['get my boss to respect me', 'Tell my boss clearly what I need'],
    ['I want my parents to be proud of me', 'Tell my parents clearly what I need'],
    ['I just want him to listen to me for once', 'Tell him clearly what I need'],
    ['my in-laws to accept me', 'Tell my in-laws clearly what I need'],
    ['make people like me', 'Feel more at ease being myself around others'],
    ['please everyone', 'Feel more at ease being myself around others'],
  ])('%s', (goal, first) => {
    expect(offered(goal)[0]).toBe(first);
    expect(offerWording(goal, rules)?.kind).toBe('other-directed');
  });
});

describe('fine as they stand', () => {
  test.each([
    'Feel more confident speaking up at work', 'walk three times a week', 'stop smoking by June', 'Sleep through the night', 'Feel less anxious on the train',
    'be calmer with my kids', 'say no to my sister now and then', 'Talk to my boss about my hours', 'have fewer panic attacks', 'be happy at work', 'Stop biting my nails',
    'stop checking my phone in bed', 'be a better listener', 'make new friends', 'find a partner', 'get rid of clutter', 'feel at home in my body', 'be myself again',
    'Stop feeling sad so that I can paint again', 'Eat breakfast with my son', 'My life...', '42', '...', '', '🙂',
  ])('%s', (goal) => expect(offerWording(goal, rules)).toBeNull());

  test('a goal that says more than one thing is left whole', () => {
    expect(offerWording('be happy. And never fight again', rules)).toBeNull();
    expect(offerWording(`stop feeling sad ${'and tired '.repeat(30)}`, rules)).toBeNull();
  });
});

describe('safety and abstinence are left alone', () => {
  test.each([
    'stay safe from my partner', 'never go back to him', 'stop being scared', 'never be hurt again', 'not be afraid of my husband', 'make him stop shouting at me',
    'make my husband stop hitting me', 'get my ex to leave me alone', 'avoid my dad', 'stop hurting myself', 'never cut again', 'never drink again', 'stop drinking completely',
    'stay sober', "I don't want to be here anymore", 'not want to die', 'stop feeling worthless', 'get rid of my anxiety or die', 'stop bingeing', 'never relapse again',
    'stop being such a burden', 'keep my kids safe', 'never be violent again', 'stop feeling sad and cutting',
  ])('%s', (goal) => expect(offerWording(goal, rules)).toBeNull());
});

test('capitals, signs, accents and apostrophes make no difference', () => {
  const plain = offered("I dont want to be anxious");
  expect(plain).toHaveLength(2);
  for (const goal of ['I DON’T WANT TO BE ANXIOUS!!', '  i don\'t  want to be anxious… ', '"I don‘t want to be anxious"', '(I dont want to be ánxious)']) {
    expect(offered(goal)).toEqual(plain);
  }
});

test('every word that can be put into an offer makes a sentence without gaps', () => {
  const texts = [
    ...rules.insertions.feeling!.flatMap(({ said }) => [`eliminate ${said} entirely`, `never feel ${said} at work`, `stop feeling ${said} at night`]),
    ...rules.insertions.where!.map(({ said }) => `stop feeling anxious ${said}`),
    ...rules.insertions.person!.map(({ said }) => `make ${said} listen to me`),
    ...rules.insertions.role!.map(({ said }) => `be a better ${said}`),
    ...rules.insertions.state!.map(({ said }) => `always be ${said}`),
  ];
  for (const goal of texts) {
    const offer = offerWording(goal, rules);
    expect(offer, goal).not.toBeNull();
    for (const { text } of offer!.offers) expect(text).toMatch(/^[A-Z][a-z]*(?:,? [A-Za-z-]+)+$/);
  }
});

test('an offer is known by its words: another text, another id', () => {
  const [one] = offerWording('stop feeling sad', rules)!.offers;
  const [other] = offerWording('stop feeling guilty', rules)!.offers;
  expect(one!.id).not.toBe(other!.id);
  expect(offerWording('I want to stop feeling sad!', rules)!.offers[0]).toEqual(one);
});

test('any text at all gets one or two offers or none, quickly', () => {
  const words = ['stop', 'feeling', 'never', 'be', 'so', 'anxious', 'my', 'husband', 'to', 'listen', 'want', 'i', 'all the time', 'again', '.', '…', '{feeling}', '$&'];
  fc.assert(fc.property(fc.oneof(fc.string(), fc.array(fc.constantFrom(...words), { maxLength: 40 }).map((list) => list.join(' '))), (goal) => {
    const begun = performance.now();
    const offer = offerWording(goal, rules);
    expect(performance.now() - begun).toBeLessThan(1000);
    if (offer) {
      expect([1, 2]).toContain(offer.offers.length);
      for (const { text } of offer.offers) expect(text).not.toMatch(/[{}()]|  /);
    }
  }), { numRuns: 500 });
});

test.each(['Nothing so far', 'no', 'not sure', "I don't know", 'n/a', 'Nope.', '   ', 'not really', 'nothing comes to mind', '...'])('"%s" says nothing yet', (text) => {
  expect(saysNothing(text, rules)).toBe(true);
});

test.each(['No meetings after six', 'Nothing helped until I met my wife', 'Long walks', 'I know that music helps', '🌱'])('"%s" says something', (text) => {
  expect(saysNothing(text, rules)).toBe(false);
});

describe('an author is told what is wrong, where, and what to do', () => {
  type Doc = { rules: { id: string; any: string[]; offers: string[]; examples: string[] }[]; groups: Record<string, string[]>; 'stays-silent': string[] } & Record<string, unknown>;
  const edited = (change: (document: Doc) => void): Doc => {
    const document = structuredClone(goalWordingDocument) as Doc;
    change(document);
    return document;
  };
  const ruleAt = (document: Doc, id: string): number => document.rules.findIndex((rule) => rule.id === id);

  test.each([
    ['a word too many at the top', edited((doc) => { doc.wordings = []; }), ['wordings'], 'Nothing is called'],
    ['a list left empty', edited((doc) => { doc.rules[0]!.any = []; }), ['rules', 0, 'any'], 'at least one'],
    ['three offers', edited((doc) => { doc.rules[0]!.offers = ['A', 'B', 'C']; }), ['rules', 0, 'offers'], 'two at most'],
    ['a bracket left open', edited((doc) => { doc.rules[0]!.any.push('stop (feeling {feeling}'); }), undefined, 'not closed'],
    ['brackets in brackets', edited((doc) => { doc.rules[0]!.any.push('stop (feeling (so)) {feeling}'); }), undefined, 'do not pair'],
    ['an unknown name', edited((doc) => { doc.rules[0]!.any.push('stop {emotion}'); }), undefined, '{emotion}'],
    ['an unpaired brace', edited((doc) => { doc.rules[0]!.any.push('stop {feeling'); }), undefined, 'does not pair'],
    ['a name twice', edited((doc) => { doc.rules[0]!.any.push('{feeling} and {feeling}'); }), undefined, 'twice'],
    ['a phrase that fits anything', edited((doc) => { doc.rules[0]!.any.push('(so) ...'); }), undefined, 'anything'],
    ['brackets in a group', edited((doc) => { doc.groups.so!.push('ever (so)'); }), undefined, 'brackets'],
    ['an offer that needs what a phrase does not find', edited((doc) => { doc.rules[ruleAt(doc, 'perfect')]!.offers = ['Live with {feeling}']; }), undefined, 'Not every phrase'],
    ['an offer with an unknown name', edited((doc) => { doc.rules[0]!.offers = ['Live with {mood}']; }), ['rules', 0, 'offers', 0], 'no insertion'],
    ['two rules of one name', edited((doc) => { doc.rules[1]!.id = doc.rules[0]!.id; }), ['rules', 1, 'id'], 'Two rules'],
    ['an example that another rule catches', edited((doc) => { doc.rules[ruleAt(doc, 'better')]!.examples = ['be perfect']; }), undefined, '"perfect" above'],
    ['a goal that should be left alone', edited((doc) => { doc['stays-silent'].unshift('be better'); }), ['stays-silent', 0], 'catches'],
  ])('%s', (_, document, path, message) => {
    const [mistake] = checkGoalWording(document);
    expect(mistake?.message).toContain(message);
    expect(mistake?.remedy).not.toBe('');
    if (path) expect(mistake?.path).toEqual(path);
  });

  test('several mistakes come in one run, and nothing is compiled', () => {
    const document = edited((doc) => {
      doc.rules[ruleAt(doc, 'perfect')]!.any.unshift('be {emotion}');
      doc.groups.so!.unshift('(so)');
    });
    expect(checkGoalWording(document).map(({ path }) => path)).toEqual(
      expect.arrayContaining([['rules', ruleAt(document, 'perfect'), 'any', 0], ['groups', 'so', 0]]));
    expect(() => compileGoalWording(document)).toThrow(expect.toSatisfy((error) => isCairnError(error, 'flow-invalid')));
    expect(checkGoalWording(null)).toHaveLength(1);
  });
});
