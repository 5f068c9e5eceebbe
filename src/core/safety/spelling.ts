/**
 * Brings one written word to the form the phrases are written in: case, accents, curly quotes, look-alike and
 * zero-width characters, drawn-out letters, digits and signs for letters, listed and near misspellings.
 */
export interface Spelling {
  /** Listed misspellings, short forms and contractions, each with the words it stands for. */
  listed: ReadonlyMap<string, readonly string[]>;
  /** Every word that some phrase uses: a known word is never "corrected". */
  known: ReadonlySet<string>;
  /** Each long key word with one letter left out → the key word. */
  near: ReadonlyMap<string, string>;
}

const invisible = /[\u00ad\u200b-\u200f\u2060-\u2064\ufe0e\ufe0f\ufeff]/gu;
const apostrophes = /[’‘ʼ`´′]/gu;
const ascii = /^[\u0000-\u007f]*$/u;
const notLetters = /[^a-z]/u;
const lookAlikes: Record<string, string> = {
  а: 'a', е: 'e', о: 'o', р: 'p', с: 'c', у: 'y', х: 'x', і: 'i', ѕ: 's', к: 'k', ӏ: 'l', ԁ: 'd', ı: 'i', ł: 'l', ø: 'o', ß: 'ss',
};
const lettersMeant: Record<string, string> = { 0: 'o', 1: 'i', 3: 'e', 4: 'a', 5: 's', 7: 't', 8: 'b', '@': 'a', $: 's', '!': 'i' };

/** Lower case, plain letters, no apostrophes: `Don’t` → `dont`, `Suicídio` → `suicidio`. */
export const fold = (word: string): string => foldKeepingApostrophes(word).replace(/'/gu, '');

/** As `fold`, with every apostrophe as `'`. */
export function foldKeepingApostrophes(word: string): string {
  // Nearly every word is plain ASCII: the slow road is only for the others.
  if (ascii.test(word)) return word.toLowerCase().replace(/`/gu, "'");
  return word.normalize('NFKD').replace(/\p{M}/gu, '').replace(invisible, '').replace(apostrophes, "'").toLowerCase()
    .replace(/[^\u0000-\u007f]/gu, (sign) => lookAlikes[sign] ?? sign);
}

/** The words a written word stands for; the word itself, folded, when nothing better is known. */
export function readWord(raw: string, spelling: Spelling): readonly string[] {
  // Most words of a text are written as some phrase writes them.
  const asWritten = lookUp(raw, spelling);
  if (asWritten) return asWritten;
  const written = foldKeepingApostrophes(raw);
  const apostrophe = written.includes("'");
  const contraction = apostrophe ? spelling.listed.get(written) : undefined;
  if (contraction) return contraction;
  // "my cousin's" is about the cousin.
  const word = apostrophe ? written.replace(/'s$/u, '').replace(/'/gu, '') : written;
  const direct = lookUp(word, spelling);
  if (direct) return direct;
  const meant = notLetters.test(word) ? withLettersMeant(word, spelling) : undefined;
  if (meant) return meant;
  const drawn = drawnOut(word, spelling);
  if (drawn) return drawn;
  const close = word.length >= 6 ? nearest(word, spelling.near) : undefined;
  return close === undefined ? [word] : [close];
}

function lookUp(word: string, spelling: Spelling): readonly string[] | undefined {
  return spelling.listed.get(word) ?? (spelling.known.has(word) ? [word] : undefined);
}

function withLettersMeant(word: string, spelling: Spelling): readonly string[] | undefined {
  if (!/[a-z]/u.test(word)) return undefined;
  const read = word.replace(/[0134578@$!]/gu, (sign) => lettersMeant[sign]!);
  const one = lookUp(read, spelling) ?? (word.includes('1') ? lookUp(word.replace(/1/gu, 'l'), spelling) : undefined);
  if (one || !read.includes('*')) return one ?? (read !== word && read.length >= 6 ? hit(nearest(read, spelling.near)) : undefined);
  const masked = new RegExp(`^${read.replace(/[^a-z*]/gu, '').replace(/\*/gu, '[a-z]')}$`, 'u');
  for (const known of spelling.near.values()) if (masked.test(known)) return [known];
  for (const known of maskable) if (masked.test(known) && spelling.known.has(known)) return [known];
  return undefined;
}

/** Short words that people mask with stars; the long ones are in the document's `nearSpellings`. */
const maskable = ['kill', 'killing', 'die', 'dead', 'death', 'rape', 'raped', 'matar', 'morir'];

const hit = (word: string | undefined): string[] | undefined => (word === undefined ? undefined : [word]);

function drawnOut(word: string, spelling: Spelling): readonly string[] | undefined {
  if (!/(.)\1\1/u.test(word)) return undefined;
  return lookUp(word.replace(/(.)\1+/gu, '$1'), spelling)
    ?? lookUp(word.replace(/(.)\1\1+/gu, '$1$1'), spelling)
    ?? lookUp(word.replace(/(.)\1\1+/gu, '$1'), spelling);
}

/** One letter too many, too few, wrong, or two swapped. */
function nearest(word: string, near: ReadonlyMap<string, string>): string | undefined {
  const direct = near.get(word);
  if (direct !== undefined) return direct;
  if (!near.has(word[0]!)) return undefined;
  for (let at = 0; at < word.length; at++) {
    const found = near.get(word.slice(0, at) + word.slice(at + 1));
    // The first letter is seldom wrong, and asking for it keeps "homicide" from reading as "suicide".
    if (found !== undefined && found[0] === word[0] && Math.abs(found.length - word.length) <= 1) return found;
  }
  return undefined;
}

/** The table behind `near`: each word itself and with each letter left out. */
export function nearTable(words: readonly string[]): Map<string, string> {
  const table = new Map<string, string>();
  for (const word of words.map(fold)) {
    for (let at = 0; at < word.length; at++) table.set(word.slice(0, at) + word.slice(at + 1), word);
  }
  for (const word of words.map(fold)) table.set(word, word);
  // First letters alone, so that most words are turned away at the door.
  for (const word of words.map(fold)) table.set(word[0]!, word);
  return table;
}
