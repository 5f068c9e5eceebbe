import { describe, expect, test } from 'vitest';
import { screen, screenInAll, type Level, type Screening } from '../../../src/core/safety/screen.ts';
import { fixture, screenOf } from './safety.ts';

const english = screenOf('en');
const spanish = screenOf('es');
const levelOf = (text: string, compiled = english): Level => screen(text, compiled).level;
const marked = (text: string, { signals }: Screening): string[] => signals.map(({ start, end }) => text.slice(start, end));

describe('who, when and whether', () => {
  test.each<[string, Level]>([
    ['I want to kill myself.', 'concern'],
    ["I don't want to kill myself.", 'none'],
    ['Not yet', 'none'],
    ["I haven't gone through with it. Not yet.", 'ask'],
    ['I have never thought of killing myself.', 'none'],
    ["I can't stop thinking about killing myself.", 'concern'],
    ["No, I want to kill myself.", 'concern'],
    ["I'm not suicidal, I just wish I was dead.", 'concern'],
    ["I can't not think about killing myself.", 'concern'],
    ['My brother killed himself in 2009.', 'none'],
    ['I lost a friend to suicide.', 'none'],
    ['My daughter says she wants to die.', 'ask'],
    ['My daughter tried to kill herself last night.', 'ask'],
    ['I tried to kill myself last week.', 'concern'],
    ['I tried to kill myself many years ago.', 'ask'],
    ["I tried to kill myself many years ago. Therapy helped and I am well now.", 'none'],
    ['I was suicidal years ago and lately it has come back.', 'concern'],
    ['I am going to kill myself tonight.', 'imminent'],
    ['I want to die and I have saved up my pills.', 'imminent'],
    ['People who feel suicidal deserve help.', 'none'],
    ['As somebody who has been suicidal, I know.', 'concern'],
  ])('%s → %s', (text, level) => expect(levelOf(text)).toBe(level));

  test('somebody else in danger is told apart from the speaker', () => {
    expect(screen('My wife wants to kill herself', english).categories).toEqual(['third-person']);
    expect(screen('My wife makes me want to kill myself', english).categories).toContain('active-ideation');
  });

  test('a quick "jk" does not undo what was said', () => expect(levelOf('lol jk but sometimes i do want to die')).not.toBe('none'));
});

describe('ways of speaking', () => {
  test.each([
    'This job is killing me', 'I was dying of laughter', "I'd kill for a coffee", 'She cut herself some slack', 'I shot myself in the foot with that email',
    'Should I end it? He forgets my birthday every year', "I'm dead tired", 'We watched Suicide Squad', 'My phone died', 'lmao im dead',
  ])('%s', (text) => expect(levelOf(text)).toBe('none'));

  test('an idiom does not hide danger beside it', () => expect(levelOf('This job is killing me and I want to die')).toBe('concern'));
});

describe('spelling', () => {
  test.each([
    'i want to k1ll myself', 'I want to k i l l myself', 'i wanna dieeeee', 'I want to k\u200bill myself', 'thinking about su!cide', 'i want to k*ll myself',
    'I W A N T to die', 'im sucidal', 'i wanna kms', 'Ｉ ｗａｎｔ ｔｏ ｄｉｅ', 'I want to kіll myself', 'I don’t want to live anymore', 'i dont wanna live anymore', 's.u.i.c.i.d.a.l',
  ])('%s', (text) => expect(levelOf(text)).not.toBe('none'));

  test('marks stand where the words stand in the original text', () => {
    const text = 'Honestly… I just  really\u200b wanna  d i e. Ok?';
    expect(marked(text, screen(text, english))).toEqual(['wanna  d i e']);
  });

  test('emoji alone are no danger, and bear out what is said beside them', () => {
    expect(levelOf('🔪🔪 sushi night')).toBe('none');
    expect(levelOf("i'm so done 🔫")).toBe('ask');
  });
});

describe('what kind of danger', () => {
  test.each([
    ['I took a whole bottle of pills an hour ago', 'self-harm'], ['The voices tell me to jump', 'voices'], ['I want to stab my stepfather', 'harm-to-others'],
    ['My husband hit me last night', 'abuse'], ['I see no reason to live', 'hopelessness'], ['I wrote goodbye letters to my family', 'plan'],
    ['I want to end my life', 'active-ideation'], ['I have been thinking about killing myself', 'active-ideation'],
    ["There's a loaded gun in my drawer", 'means'], ['I wish I would not wake up', 'passive-ideation'],
    ['Asking for a friend, what happens if someone takes too many pills?', 'third-person'],
  ] as const)('%s: %s', (text, category) => expect(screen(text, english).categories).toContain(category));
});

describe('more than one language', () => {
  test.each<[string, Level]>([
    ['Quiero morirme', 'concern'], ['No quiero matarme', 'none'], ['Me muero de risa', 'none'], ['No puedo dejar de pensar en suicidarme', 'concern'],
    ['Mi madre se mató cuando yo era niña', 'none'], ['Mi marido me pegó anoche', 'concern'], ['kiero morirme', 'concern'], ['No quiero vivir', 'concern'],
  ])('%s → %s', (text, level) => expect(levelOf(text, spanish)).toBe(level));

  test('a text is read in all of them, and the highest reading counts', () => {
    expect(screenInAll('hola, I want to die', [spanish, english]).level).toBe('concern');
    expect(screenInAll('hello, me quiero matar', [english, spanish]).level).toBe('concern');
    expect(screenInAll('Martes a las cinco', [english, spanish])).toEqual({ level: 'none', categories: [], signals: [] });
  });

  test('what was learned of one language says nothing of a text in another', () => {
    for (const { text } of fixture('screening.en').filter(({ risk }) => !risk)) {
      if (levelOf(text) === 'none') expect(screenInAll(text, [english, spanish]).signals.map(({ why }) => why)).not.toContain(spanish.notes.learned);
    }
  });

  test('what was read before never changes what is read', () => {
    const text = 'I keep the pills in a jar and nobody knows';
    const before = screen(text, english);
    for (let word = 0; word < 40_000; word++) screen(`w${word}`, english);
    expect(screen(text, english)).toEqual(before);
    expect(before.level).not.toBe('none');
  });
});

test('texts with nothing to read are no danger', () => {
  for (const text of ['', ' ', '\n\n', '...', '!!!', '\u200b', '7', '🙂', '\ud83d', '你好', 'مرحبا']) expect(levelOf(text)).toBe('none');
});
