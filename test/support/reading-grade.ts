/**
 * The Flesch–Kincaid grade of English text: about the school year in which it is easily read. It is made for running
 * text, so a label of a few words says little by itself; grade it together with the sentences around it.
 */
export function readingGrade(text: string): number {
  const sentences = text.split(/[.!?]+(?=[”’")\s]|$)|\n\s*\n/u).map(wordsIn).filter((words) => words.length > 0);
  const words = sentences.flat();
  if (words.length === 0) return 0;
  const syllables = words.reduce((sum, word) => sum + syllablesIn(word), 0);
  return 0.39 * (words.length / sentences.length) + 11.8 * (syllables / words.length) - 15.59;
}

/** Parts of a hyphenated word count as words of their own: that is how they are read. */
const wordsIn = (text: string): string[] => text.match(/\p{L}+(?:['’]\p{L}+)*/gu) ?? [];

/** Words whose vowels mislead the rules below. */
const exceptions: Readonly<Record<string, number>> = {
  anyone: 3, area: 3, areas: 3, client: 2, clients: 2, create: 2, dietitian: 4, every: 2, everyday: 3, everyone: 3, everything: 3,
  evening: 2, experience: 4, eye: 1, eyes: 1, fuller: 2, idea: 3, ideas: 3, react: 2, reaction: 3, reactions: 3, rhythm: 2, science: 2,
  somebody: 3, someone: 2, something: 2, sometimes: 2, somewhere: 2, therefore: 2,
};

/** Two vowels that are two sounds, as in trying, quiet, easier, radio, serious or usual, but not in nation or special. */
const twoSounds =
  /[aeiouy]ing$|i(?=et|ers?$)|(?<![tscg])i[ao](?!u|g)|(?<![tscgx])i(?=ous)|(?<![qg])ua(?=l)|[aeou]y[aeiou]/g;

export function syllablesIn(word: string): number {
  const letters = word.toLowerCase().replace(/['’]s$/u, '').replace(/[^a-z]/g, '');
  const known = Object.hasOwn(exceptions, letters) ? exceptions[letters] : undefined;
  if (known !== undefined) return known;
  const sounded = letters
    .replace(/(?<=[aeiouy][^aeiouy]{1,2})e(?=(?:l[iy]|ness|ful|less|ment|ty))/, '')
    .replace(/([^tde])ed$/, '$1')
    .replace(/([^aeiouyscxzgh])es$/, '$1')
    .replace(/([^aeiouyl]|[aeiouy]l|ll)e$/, '$1');
  const groups = sounded.match(/[aeiouy]+/g)?.length ?? 0;
  const split = sounded.match(twoSounds)?.length ?? 0;
  return Math.max(1, groups + split);
}
