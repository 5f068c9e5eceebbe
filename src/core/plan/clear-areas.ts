import { suggestAreas } from '../areas/suggest.ts';
import type { AreaCueTable } from '../areas/table.ts';
import type { IntakeAnswers } from './intake-answers.ts';

const SAFETY = 'safety-at-home';
/** A cue that rarely means anything else counts about this much; less is a hint, and no ground for a line of a plan. */
const CLEAR = 3;

/** Areas that a text clearly points to, by words that can be shown. */
export const clearAreas = (text: string, cues: AreaCueTable): string[] =>
  suggestAreas(text, cues).filter(({ score, because }) => score >= CLEAR && because.length > 0).map(({ area }) => area);

/**
 * Whether a library entry may stand in this client's plan. Danger at home told anywhere in the intake leaves out what could
 * be unsafe; it adds no line that others at home might read.
 */
export function safeFor(intake: IntakeAnswers, cues: AreaCueTable): (entry: { unless: readonly string[] }) => boolean {
  const danger = ['hope', 'hardest', 'better', 'more-of'].some((step) => clearAreas(intake.words(step)?.text ?? '', cues).includes(SAFETY));
  return ({ unless }) => !danger || !unless.includes(SAFETY);
}
