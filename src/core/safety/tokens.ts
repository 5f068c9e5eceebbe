import { fold, readWord, type Spelling } from './spelling.ts';

/** A word as the phrases see it, and where it stands in the original text. */
export interface Token {
  word: string;
  start: number;
  end: number;
  /** Number of the sentence, from 0. */
  sentence: number;
  /** True after punctuation or a line's end, and at the very beginning. */
  breakBefore: boolean;
}

const LETTER = 1, APOSTROPHE = 2, SIGN = 3, SENTENCE = 4, CLAUSE = 5, DASH = 6, NEWLINE = 7, PICTURE = 8, INVISIBLE = 9;

const kinds = new Uint8Array(128);
for (let code = 0; code < 128; code++) if (/[a-z0-9]/iu.test(String.fromCharCode(code))) kinds[code] = LETTER;
for (const sign of "'`") kinds[sign.charCodeAt(0)] = APOSTROPHE;
for (const sign of '!@$*') kinds[sign.charCodeAt(0)] = SIGN;
for (const sign of '.?') kinds[sign.charCodeAt(0)] = SENTENCE;
for (const sign of ',;:()"[]') kinds[sign.charCodeAt(0)] = CLAUSE;
kinds['-'.charCodeAt(0)] = DASH;
kinds['\n'.charCodeAt(0)] = NEWLINE;

function kindOf(text: string, at: number): number {
  const code = text.charCodeAt(at);
  if (code < 128) return kinds[code]!;
  if ((code >= 0xc0 && code < 0x250 && code !== 0xd7 && code !== 0xf7)) return LETTER;
  const sign = String.fromCodePoint(text.codePointAt(at)!);
  if (/[’‘ʼ´′]/u.test(sign)) return APOSTROPHE;
  if (/[\u00ad\u200b-\u200f\u2060-\u2064\ufeff]/u.test(sign)) return INVISIBLE;
  if (/[\p{L}\p{N}\p{M}]/u.test(sign)) return LETTER;
  if (/[…—–“”«»]/u.test(sign)) return CLAUSE;
  if (/[¿¡]/u.test(sign)) return CLAUSE;
  return /\p{Extended_Pictographic}/u.test(sign) ? PICTURE : 0;
}

/** No phrase uses a longer word; the limit keeps texts of nothing but stars or single letters from taking long. */
const longestSpacedWord = 16;

const widthAt = (text: string, at: number): number => ((text.charCodeAt(at) & 0xfc00) === 0xd800 ? 2 : 1);
const insideWord = (kind: number): boolean => kind === LETTER || kind === INVISIBLE;

/** Cuts a text into words, sentences and clause breaks. Offsets are UTF-16 positions in `text`. */
export function tokenise(text: string, spelling: Spelling): readonly Token[] {
  const tokens: Token[] = [];
  let sentence = 0;
  let breakBefore = true;
  const push = (words: readonly string[], start: number, end: number): void => {
    for (const word of words) {
      tokens.push({ word, start, end, sentence, breakBefore });
      breakBefore = false;
    }
  };
  const newSentence = (): void => {
    if (tokens.length > 0 && tokens.at(-1)!.sentence === sentence) sentence++;
    breakBefore = true;
  };
  for (let at = 0; at < text.length;) {
    const kind = kindOf(text, at);
    const end = kind === LETTER || kind === SIGN ? wordEnd(text, at) : at;
    if (end > at) {
      pushWord(text, at, end, spelling, push, newSentence);
      at = end;
      continue;
    }
    const width = widthAt(text, at);
    if (kind === PICTURE) push([text.slice(at, at + width)], at, at + width);
    else if (kind === SENTENCE || kind === SIGN) {
      // "i just... want to" is one sentence with a pause in it.
      if (text[at] === '.' && (text[at + 1] === '.' || text[at - 1] === '.')) breakBefore = true;
      else if (text[at] !== '*') newSentence();
    } else if (kind === NEWLINE) {
      if (text[at + 1] === '\n' || text.startsWith('\r\n', at + 1)) newSentence();
      else breakBefore = true;
    } else if (kind === CLAUSE || (kind === DASH && (text[at + 1] === ' ' || text[at + 1] === '-'))) breakBefore = true;
    at += width;
  }
  return joinSpacedLetters(text, tokens, spelling);
}

/** Where the word that begins at `from` ends; `from` itself when no word begins there. */
function wordEnd(text: string, from: number): number {
  let at = from;
  let letters = false;
  while (at < text.length) {
    const kind = kindOf(text, at);
    if (insideWord(kind)) letters = true;
    else if (kind === APOSTROPHE || kind === SIGN) {
      // A sign belongs to a word only between letters ("k!ll"), or a $ or @ in front of one.
      let next = at + 1;
      while (text[next] === '*' && next - at < longestSpacedWord) next++;
      if (next >= text.length || !insideWord(kindOf(text, next)) || (!letters && !'$@'.includes(text[at]!))) break;
    } else break;
    at += widthAt(text, at);
  }
  return letters ? at : from;
}

function pushWord(
  text: string, start: number, end: number, spelling: Spelling,
  push: (words: readonly string[], start: number, end: number) => void, newSentence: () => void,
): void {
  const raw = text.slice(start, end);
  const words = readWord(raw, spelling);
  if (words.length > 1 || spelling.known.has(words[0]!) || !/[!*]/u.test(raw)) return push(words, start, end);
  // "no!please" is two words with a sentence's end between them, not a disguised one.
  let from = start;
  for (const part of raw.split(/([!*]+)/u)) {
    if (/[!*]/u.test(part)) newSentence();
    else if (part !== '') push(readWord(part, spelling), from, from + part.length);
    from += part.length;
  }
}

/** "k i l l" and "d.i.e": single letters with one sign between them become the known words they spell. */
function joinSpacedLetters(text: string, tokens: readonly Token[], spelling: Spelling): readonly Token[] {
  const single = (at: number): boolean => at < tokens.length && tokens[at]!.end - tokens[at]!.start === 1;
  const follows = (at: number): boolean => single(at) && tokens[at]!.start - tokens[at - 1]!.end <= 2;
  if (!tokens.some((_, at) => single(at) && follows(at + 1) && follows(at + 2))) return tokens;
  const joined: Token[] = [];
  // Dots between joined letters had begun new "sentences": the rest of the text goes on in the first one.
  let sentencesLost = 0;
  for (let at = 0; at < tokens.length;) {
    const token = tokens[at]!;
    let to = at + 1;
    if (single(at)) while (to - at < longestSpacedWord && follows(to)) to++;
    const spelt = (): string => fold(tokens.slice(at, to).map(({ start, end }) => text.slice(start, end)).join(''));
    while (to - at >= 3 && !spelling.known.has(spelt())) to--;
    const isJoined = to - at >= 3;
    joined.push({ ...token, sentence: token.sentence - sentencesLost, ...(isJoined && { word: spelt(), end: tokens[to - 1]!.end }) });
    if (isJoined) sentencesLost += tokens[to - 1]!.sentence - token.sentence;
    at = isJoined ? to : at + 1;
  }
  return joined;
}
