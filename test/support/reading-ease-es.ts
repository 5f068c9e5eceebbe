/**
 * How easily Spanish text is read: Szigriszt Pazos' formula (2001) on the INFLESZ scale of Barrio (2008), where 65 and more is
 * "quite easy" and 55 to 65 "normal". Made for running text, as the English grade is.
 */
export function readingEase(text: string): number {
  const sentences = text.split(/[.!?:;]+(?=[”»)\s]|$)|\n\s*\n/u).map(wordsIn).filter((words) => words.length > 0);
  const words = sentences.flat();
  if (words.length === 0) return 100;
  const syllables = words.reduce((sum, word) => sum + syllablesIn(word), 0);
  return 206.835 - 62.3 * (syllables / words.length) - words.length / sentences.length;
}

const wordsIn = (text: string): string[] => text.match(/\p{L}+/gu) ?? [];

/** One for each vowel group; two strong vowels, or a weak one with an accent beside another, are two. */
export function syllablesIn(word: string): number {
  const letters = word.toLowerCase().normalize('NFC')
    .replace(/qu(?=[eiéí])/g, 'q').replace(/gu(?=[eiéí])/g, 'g').replace(/y$/u, 'i').replace(/^y$/u, 'i');
  const groups = letters.match(/[aeiouáéíóúü]+/gu) ?? [];
  const inGroup = (group: string): number => {
    const strong = group.match(/[aeoáéóíú]/gu)?.length ?? 0;
    return Math.max(1, strong);
  };
  return Math.max(1, groups.reduce((sum, group) => sum + inGroup(group), 0));
}
