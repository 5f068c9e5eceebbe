import type { AreaCueTable } from '../areas/table.ts';
import type { Library } from '../library/library.ts';
import type { GoalWordingRules } from '../plan/goal-wording.ts';

/** What Cairn knows in one language: everything a conversation or a draft looks up. */
export interface Knowledge {
  language: string;
  library: Library;
  cues: AreaCueTable;
  goalWording: GoalWordingRules;
}

export type KnowledgeByLanguage = Record<string, Knowledge>;
