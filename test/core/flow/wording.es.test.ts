import { describe, expect, it } from 'vitest';
import { readCommand } from '../../../src/core/conversation/commands.ts';
import { fill, type StepWords } from '../../../src/core/flow/wording.ts';
import { definitionOf, flowNames, loaded, values as people } from '../../support/flows.ts';
import { readingEase } from '../../support/reading-ease-es.ts';

const textsOf = (value: unknown, at = ''): { at: string; text: string }[] => {
  if (typeof value === 'string') return [{ at, text: value }];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).filter(([key]) => key !== 'also' && key !== 'words').flatMap(([key, inner]) => textsOf(inner, `${at}.${key}`));
};

const { says, commands } = loaded.common.es!;
const notices = loaded.notices.es!;
const all = [
  ...flowNames.flatMap((name) => textsOf(definitionOf(name).wordings.es!.steps, name)),
  ...textsOf(says, 'common'), ...textsOf(commands, 'commands'), ...textsOf({ ...notices, language: undefined }, 'notices'), ...textsOf(loaded.pages.es, 'pages'),
];

describe('what is said in Spanish', () => {
  it('names no command that does not exist', () => {
    const named = all.filter(({ at }) => !/\.(example|smaller)$/.test(at))
      .flatMap(({ at, text }) => [...text.matchAll(/(?:escrib\p{L}*|o) “([^”{]+)”/giu)].map(([, word]) => ({ at, word: word! })));
    const labels = new Set(all.filter(({ at }) => /\.(label|yes|no|choices\.[a-z-]+)$/.test(at)).map(({ text }) => text.toLowerCase()));
    const unknown = named.filter(({ word }) => !readCommand(word, loaded.common.es!, { living: true }) && !labels.has(word.toLowerCase())
      && !/^(sí|ahora no|no es para mí|hablarlo|18:00|18:30|Madrid|Bogotá|no estoy bien, .*)$/.test(word));
    expect(named.length).toBeGreaterThan(60);
    expect(unknown).toEqual([]);
  });

  it('speaks to one person as “tú”, in words of no one country', () => {
    const elsewhere = /(?<!\p{L})(usted|ustedes|vosotros|vosotras|vuestr\p{L}+|os|vos|tenés|podés|querés|sois|\p{L}+(?:áis|steis)|(?:pod|ten|quer|hab|deb|sab)éis|ordenador|ordenadores|coger)(?!\p{L})/iu;
    expect(all.filter(({ at, text }) => !at.startsWith('commands') && elsewhere.test(text)).map(({ at, text }) => `${at}: ${elsewhere.exec(text)![0]}`)).toEqual([]);
  });

  it('does not make the client a man or a woman', () => {
    const gendered = /(?<!\p{L})(estás|te sientes|sentirte|eres|estar) (más |muy |tan )?(solo|sola|seguro|segura|cansado|cansada|tranquilo|tranquila|listo|lista|preparado|preparada|contento|contenta|bienvenido|bienvenida)(?!\p{L})/iu;
    expect(all.filter(({ text }) => gendered.test(text)).map(({ at, text }) => `${at}: ${gendered.exec(text)![0]}`)).toEqual([]);
  });

  it('opens every question and every cry that it closes', () => {
    for (const { at, text } of all) for (const [open, close] of [['¿', '?'], ['¡', '!']] as const) {
      expect(text.split(open).length, `${at}: ${text}`).toBe(text.split(close).length);
    }
  });
});

describe('what clients read in Spanish', () => {
  const fillings = [
    { change: 'add', replied: 'no', about: 'line', hasRatings: 'yes', kind: 'self', level: 'ask', count: 1, topic: 'changed', occasion: 'missed', again: 'no' },
    { change: 'change', replied: 'yes', about: 'plan', hasRatings: 'no', kind: 'home', level: 'imminent', count: 2, topic: 'unclear', occasion: 'asked', again: 'yes' },
    { change: 'remove', replied: 'no', about: 'line', hasRatings: 'no', kind: 'friend', level: 'concern', count: 3, topic: 'reached', occasion: 'agreed', again: 'no' },
  ];
  const names = 'goal wrote because name line suggestion reason answer question plan answers at of most length from to example commands rating target on link desk client lines emergency linesKnown told waits next planText thisLine lineKind what use connects origin quote hasWhat hasUse hasConnects every weekday time place quietFrom quietUntil held';
  const samples: Record<string, string | number> = { ...Object.fromEntries(names.split(' ').map((name) => [name, 'dar un paseo'])), ...people, length: 4001, at: 3, of: 9, most: 3, from: 0, to: 10 };
  const spoken = (text: string): string[] => [...new Set(fillings.map((filling) => fill(text, 'es', { ...samples, ...filling })))];

  it('asks one thing at a time', () => {
    for (const flow of ['intake', 'plan-review', 'safety', 'safety-check', 'consent-again', 'check-in']) {
      for (const [step, words] of Object.entries(definitionOf(flow).wordings.es!.steps as Record<string, StepWords>)) {
        for (const [name, texts] of Object.entries({ ask: [words.ask], again: [words.again].flat(), smaller: [words.smaller] })) {
          for (const said of texts.flatMap((text) => (text ? spoken(text) : []))) expect(said.replace(/“[^”]*”/g, '').match(/\?/g)?.length ?? 0, `${flow} ${step} ${name}`).toBeLessThanOrEqual(1);
        }
        for (const text of [words.lead, words.thanks, words.why, words.example]) expect(text?.replace(/“[^”]*”/g, '') ?? '', `${flow} ${step}`).not.toContain('?');
      }
    }
  });

  it.each(['intake', 'plan-review', 'safety', 'safety-check', 'check-in', 'revisit', 'review', 'rhythm', 'consent-again'])('%s reads easily on the whole', (flow) => {
    const eases = textsOf(definitionOf(flow).wordings.es!.steps).filter(({ at }) => !/\.(short|label|low|high|yes|no|hint)$/.test(at)).flatMap(({ text }) => spoken(text))
      .filter((text) => text.split(/\s+/).length >= 8).map(readingEase);
    expect(eases.length).toBeGreaterThan(4);
    expect(eases.reduce((sum, ease) => sum + ease, 0) / eases.length).toBeGreaterThanOrEqual(65);
  });
});
