import { describe, expect, test } from 'vitest';
import { screenInAll } from '../../../src/core/safety/screen.ts';
import { fixture, screenOf } from './safety.ts';

const screens = ['en', 'es'].map(screenOf);
const isHeard = (text: string): boolean => screenInAll(text, screens).level !== 'none';

/** Ordinary answers to the questions of the intake, the check-in and a revisit, written for this and never learned from. */
test.each(['en', 'es'])('what people hope for is seldom read as danger (%s)', (language) => {
  const texts = fixture(`hopes.${language}`);
  expect(texts.length).toBeGreaterThan(190);
  expect(texts.filter(({ text }) => isHeard(text)).length / texts.length).toBeLessThanOrEqual(0.02);
});

describe('near twins: a wish to be dead is heard, a hope in almost the same words is met as one', () => {
  test.each([
    ['I want to stop being.', "I'd like to stop being so hard on myself."],
    ['I want to stop being so I can rest.', 'I want to stop being so jealous.'],
    ['I want to be gone.', 'I would like to be gone less in the evenings.'],
    ['I want to be gone so they can move on.', "I'd be gone from my desk by six."],
    ['I want to not be.', 'I want to not be so tense.'],
    ['I want to say goodbye to my kids.', "I'd be able to say goodbye to my mum properly."],
    ['I need to say goodbye to my life.', 'I want to say goodbye to my old life and enjoy this one.'],
    ['I want to not wake up.', 'I want to not wake up at four.'],
    ["I don't want to wake up any more.", "I don't want to wake up tired any more."],
    ["I don't want to live any more.", "I don't want to live with my parents any more."],
    ["I don't want to live.", "I don't want to live in fear any more."],
    ['I want to stop existing.', 'I want to stop existing just for my job.'],
    ['I have made peace with not being here.', 'I want to be at peace with not having kids.'],
    ['I wake up and the first thing I think of is dying.', 'I wake up and the first thing I think of is not a mail.'],
    ['My ex says he will kill me.', 'The doctor says my blood pressure will kill me if I carry on like this.'],
    ['quiero dejar de vivir', 'quiero dejar de vivir con miedo'],
    ['quiero dejar de vivir así', 'quisiera dejar de vivir en casa de mis padres'],
    ['quiero dejar de vivir para no sufrir más', 'quiero dejar de vivir para los demás'],
    ['quiero dejar de existir', 'quiero dejar de existir solo para el trabajo'],
    ['quiero dejar de ser', 'quiero dejar de ser así con mi hermana'],
    ['me gustaría dejar de ser', 'me gustaría dejar de ser tan duro conmigo'],
    ['quisiera dejar de estar', 'quiero dejar de estar tan cansada'],
    ['me gustaría dejar de estar viva', 'quiero dejar de estar sola'],
    ['quiero no estar', 'quiero no estar tan nerviosa en las reuniones'],
    ['ya no quiero estar aquí', 'quiero no estar siempre a la defensiva'],
    ['quiero dejar de respirar', 'quiero dejar de respirar tan rápido cuando expongo'],
    ['quiero no despertar mañana', 'quiero no despertar a las cuatro'],
    ['no quiero despertar', 'no quiero despertar tan temprano'],
    ['ya no quiero vivir así', 'ya no quiero vivir en esta ciudad'],
    ['no quiero seguir', 'ya no quiero seguir trabajando de noche'],
    ['estoy cansada de estar viva', 'estoy harta de estar en mi cabeza'],
    ['ya no tengo miedo de morir', 'tengo miedo a morirme en el avión'],
    ['tomé las pastillas para dormir y no despertar', 'no necesitar pastillas para dormir'],
  ])('%s / %s', (danger, hope) => {
    expect(isHeard(danger)).toBe(true);
    expect(isHeard(hope)).toBe(false);
  });
});
