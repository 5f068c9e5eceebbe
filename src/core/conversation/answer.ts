/** What the client gave at one step. Never depends on a label or a language. */
export interface Answer {
  /** `key#turn`: stable for ever, so that a plan line can name the words it came from. */
  id: string;
  /** Step id, with the item where the step is asked once per item: `hope`, `rating@g1`. */
  key: string;
  step: string;
  /** Id of the list item (goal, proposal) that a repeated step is about. */
  item?: string;
  /** `null`: skipped, which is a fine answer. */
  value: AnswerValue | null;
  /** ISO instant. */
  at: string;
}

export type AnswerValue = string | number | boolean | Picked | Picked[] | ListItem[];

/** A choice by id, or the client's own words where the question welcomes them. */
export type Picked = { choice: string } | { own: string };

/** One entry of a ranked list; the id stays when the list is edited and the text is kept. */
export interface ListItem {
  id: string;
  text: string;
}

/** The id of the one choice that was picked; null for any other answer, and for none. */
export const pickedId = (value: AnswerValue | null | undefined): string | null =>
  typeof value === 'object' && value !== null && 'choice' in value ? value.choice : null;

export const answerKey = (step: string, item?: string | null): string => (item ? `${step}@${item}` : step);
