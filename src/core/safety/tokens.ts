import type { Lexicon, Word } from './lexicon.ts';
import { fold } from './spelling.ts';

/** A word as the phrases see it, and where it stands in the original text. */
export interface Token {
  word: string;
  /** What the language knows of it. */
  is: Word;
  start: number;
  end: number;
  /** Number of the sentence, from 0. */
  sentence: number;
  /** True after punctuation or a line's end, and at the very beginning. */
  breakBefore: boolean;
}

/** A written word, or a picture, before any language has read it. */
export interface Piece {
  raw: string;
  start: number;
  end: number;
  /** What stands before it: the end of a sentence, or only a break. */
  sentenceBefore: boolean;
  breakBefore: boolean;
  isPicture: boolean;
  /** Has a ! or * inside: two words with a sentence's end between them, or one in disguise. */
  isBroken: boolean;
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

const NOT_YET_KNOWN = 255;
/** Kinds of the signs beyond ASCII, each looked at once. */
const wideKinds = new Uint8Array(0x10000).fill(NOT_YET_KNOWN);

function kindOf(text: string, at: number): number {
  const code = text.charCodeAt(at);
  if (code < 128) return kinds[code]!;
  if ((code & 0xf800) === 0xd800) return wideKindOf(text, at);
  const known = wideKinds[code]!;
  return known === NOT_YET_KNOWN ? (wideKinds[code] = wideKindOf(text, at)) : known;
}

function wideKindOf(text: string, at: number): number {
  const code = text.charCodeAt(at);
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

/** Cuts a text into written words, the same for every language. Offsets are UTF-16 positions in `text`. */
export function cut(text: string): Piece[] {
  const pieces: Piece[] = [];
  let sentenceBefore = false;
  let breakBefore = true;
  const push = (start: number, end: number, isPicture: boolean): void => {
    const raw = text.slice(start, end);
    pieces.push({ raw, start, end, sentenceBefore, breakBefore, isPicture, isBroken: !isPicture && (raw.includes('!') || raw.includes('*')) });
    sentenceBefore = breakBefore = false;
  };
  for (let at = 0; at < text.length;) {
    const kind = kindOf(text, at);
    const end = kind === LETTER || kind === SIGN ? wordEnd(text, at) : at;
    if (end > at) {
      push(at, end, false);
      at = end;
      continue;
    }
    const width = widthAt(text, at);
    if (kind === PICTURE) push(at, at + width, true);
    else if (kind === SENTENCE || kind === SIGN) {
      // "i just... want to" is one sentence with a pause in it.
      if (text[at] === '.' && (text[at + 1] === '.' || text[at - 1] === '.')) breakBefore = true;
      else if (text[at] !== '*') sentenceBefore = breakBefore = true;
    } else if (kind === NEWLINE) {
      breakBefore = true;
      if (text[at + 1] === '\n' || text.startsWith('\r\n', at + 1)) sentenceBefore = true;
    } else if (kind === CLAUSE || (kind === DASH && (text[at + 1] === ' ' || text[at + 1] === '-'))) breakBefore = true;
    at += width;
  }
  return pieces;
}

/** Reads the pieces of a text in one language: words, sentences and clause breaks. */
export function tokenise(text: string, pieces: readonly Piece[], lexicon: Lexicon): readonly Token[] {
  const tokens: Token[] = [];
  let sentence = 0;
  let breakBefore = false;
  const push = (words: readonly Word[], start: number, end: number): void => {
    for (let at = 0; at < words.length; at++) {
      const is = words[at]!;
      tokens.push({ word: is.text, is, start, end, sentence, breakBefore });
      breakBefore = false;
    }
  };
  const newSentence = (): void => {
    if (tokens.length > 0 && tokens[tokens.length - 1]!.sentence === sentence) sentence++;
    breakBefore = true;
  };
  for (let at = 0; at < pieces.length; at++) {
    const piece = pieces[at]!;
    if (piece.sentenceBefore) newSentence();
    if (piece.breakBefore) breakBefore = true;
    if (piece.isPicture) push([lexicon.word(piece.raw)], piece.start, piece.end);
    else if (!piece.isBroken) push(lexicon.read(piece.raw), piece.start, piece.end);
    else pushBroken(piece, lexicon, push, newSentence);
  }
  return joinSpacedLetters(text, tokens, lexicon);
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

function pushBroken(
  { raw, start, end }: Piece, lexicon: Lexicon, push: (words: readonly Word[], start: number, end: number) => void, newSentence: () => void,
): void {
  const words = lexicon.read(raw);
  if (words.length > 1 || lexicon.isKnown(words[0]!.text)) return push(words, start, end);
  // "no!please" is two words with a sentence's end between them, not a disguised one.
  let from = start;
  for (const part of raw.split(/([!*]+)/u)) {
    if (/[!*]/u.test(part)) newSentence();
    else if (part !== '') push(lexicon.read(part), from, from + part.length);
    from += part.length;
  }
}

const isSingle = (tokens: readonly Token[], at: number): boolean => at < tokens.length && tokens[at]!.end - tokens[at]!.start === 1;
const follows = (tokens: readonly Token[], at: number): boolean => isSingle(tokens, at) && tokens[at]!.start - tokens[at - 1]!.end <= 2;

/** "k i l l" and "d.i.e": single letters with one sign between them become the known words they spell. */
function joinSpacedLetters(text: string, tokens: readonly Token[], lexicon: Lexicon): readonly Token[] {
  let spaced = 0;
  while (spaced < tokens.length && !(isSingle(tokens, spaced) && follows(tokens, spaced + 1) && follows(tokens, spaced + 2))) spaced++;
  if (spaced >= tokens.length) return tokens;
  const joined: Token[] = [];
  // Dots between joined letters had begun new "sentences": the rest of the text goes on in the first one.
  let sentencesLost = 0;
  for (let at = 0; at < tokens.length;) {
    const token = tokens[at]!;
    let to = at + 1;
    if (isSingle(tokens, at)) while (to - at < longestSpacedWord && follows(tokens, to)) to++;
    const spelt = (): string => fold(tokens.slice(at, to).map(({ start, end }) => text.slice(start, end)).join(''));
    while (to - at >= 3 && !lexicon.isKnown(spelt())) to--;
    const isJoined = to - at >= 3;
    const whole = isJoined ? lexicon.word(spelt()) : token.is;
    joined.push({ ...token, word: whole.text, is: whole, sentence: token.sentence - sentencesLost, end: tokens[to - 1]!.end });
    if (isJoined) sentencesLost += tokens[to - 1]!.sentence - token.sentence;
    at = isJoined ? to : at + 1;
  }
  return joined;
}
