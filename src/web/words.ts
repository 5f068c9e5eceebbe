import { CairnError } from '../errors.ts';
import { directionOf } from '../core/direction.ts';
import { fill } from '../core/flow/wording.ts';
import type { PageWords } from '../core/page-words.ts';

/** What a words file holds: texts, and groups of them. */
export interface WordTree {
  [key: string]: string | WordTree;
}

/** `{ chat: { send: 'Send' } }` becomes `chat.send`. */
export function flatten(tree: WordTree, prefix = ''): Map<string, string> {
  const texts = new Map<string, string>();
  for (const [name, entry] of Object.entries(tree)) {
    if (typeof entry === 'string') texts.set(prefix + name, entry);
    else for (const [key, text] of flatten(entry, `${prefix}${name}.`)) texts.set(key, text);
  }
  return texts;
}

export function createWords(language: string, tree: WordTree): PageWords {
  const texts = flatten(tree);
  return {
    language,
    direction: directionOf(language),
    t(key, values = {}) {
      const text = texts.get(key);
      if (text === undefined) {
        throw new CairnError('wording-missing', `The pages have no words for "${key}".`, { remedy: `Add it to flows/pages/${language}.yaml.` });
      }
      return fill(text, language, values);
    },
  };
}
