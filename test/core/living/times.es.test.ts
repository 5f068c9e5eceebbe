import { expect, it } from 'vitest';
import { matchChoice } from '../../../src/core/flow/questions/matching.ts';
import { timeOffer } from '../../../src/core/living/times-of-day.ts';
import { usualQuiet } from '../../../src/core/living/quiet.ts';
import { loaded } from '../../support/flows.ts';

const understood = (text: string): string | null => {
  const { offered, more } = timeOffer(usualQuiet, 'es');
  return matchChoice(text, { offered, understood: [...offered, ...more!] }, loaded.common.es!)?.id ?? null;
};

it.each([
  ['18:00', '18:00'], ['a las 18:30', '18:30'], ['6 de la tarde', '18:00'], ['a las 6 de la tarde', '18:00'], ['6 y media de la tarde', '18:30'], ['9 de la mañana', '09:00'],
  ['a la 1 de la tarde', '13:00'], ['12 del mediodía', '12:00'], ['18h', '18:00'], ['18 horas', '18:00'], ['6 pm', '18:00'],
  ['11 de la noche', null], ['cuando sea', null],
])('“%s” → %s', (text, time) => expect(understood(text)).toBe(time));
