import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { compileGoalWording } from '../../../src/core/plan/goal-wording.ts';

/** The goal wordings as they ship, in English. */
export const goalWordingDocument: unknown =
  parse(readFileSync(join(import.meta.dirname, '../../../flows/library/goal-wording/en.yaml'), 'utf8'));
export const goalWording = compileGoalWording(goalWordingDocument);
