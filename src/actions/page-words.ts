import { CairnError } from '../errors.ts';
import { fill } from '../core/flow/wording.ts';
import type { Say } from '../core/progress/rating.ts';
import type { App } from './app.ts';

/** Words of the pages that a chat says too, such as those of the progress picture. */
export const sayingOf = (app: App, language: string): Say => ({
  t(key, values = {}) {
    const text = key.split('.').reduce<unknown>((tree, name) => (tree as Record<string, unknown> | undefined)?.[name], app.flows.pages[language]);
    if (typeof text !== 'string') throw new CairnError('wording-missing', `The pages have no words for "${key}".`);
    return fill(text, language, values);
  },
});
