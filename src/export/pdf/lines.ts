import bidiFactory, { type Bidi } from 'bidi-js';
import { chunksOf, graphemes } from './chunks.ts';
import { faceFor, textFace, UNSEEN, type Face } from './fonts.ts';

// The package is CommonJS with the factory itself as its export, which its types do not say.
const bidi = (bidiFactory as unknown as () => Bidi)();

/** A stretch of one line in one face and one direction, ready to be drawn as it stands. */
export interface Piece {
  text: string;
  face: Face;
  /** In points. */
  width: number;
}

export interface Line {
  /** In the order they are seen, from left to right. */
  pieces: Piece[];
  width: number;
  /** The paragraph runs from right to left. */
  rtl: boolean;
  /** What the line says, in the order it is read. */
  said: string;
  /** Drawn otherwise than said: other order, signs left out, or a character that no font has. */
  differs: boolean;
  /** A character in it that no font has. */
  undrawn: boolean;
}

/** Drawn for a character that no font has. */
export const STAND_IN = '□';
const RIGHT_TO_LEFT = /[\p{Script=Hebrew}\p{Script=Arabic}\p{Script=Syriac}\p{Script=Thaana}\p{Script=Nko}]/u;

/** Lone halves of pairs, other ways to end a line, tabs, and controls that mean nothing on paper. */
export const tidyText = (text: string): string =>
  text.toWellFormed().replace(/\r\n?|[\u2028\u2029\u0085]/gu, '\n').replaceAll('\t', '    ').replace(/[\u0000-\u0009\u000B-\u001F\u007F-\u009F]/gu, '').normalize('NFC');

/** A text as lines no wider than `width` points. An empty line stays one. */
export const layLines = (text: string, { size, bold }: { size: number; bold: boolean }, width: number): Line[] =>
  tidyText(text).split('\n').flatMap((paragraph) => layParagraph(paragraph, size, bold, width));

function layParagraph(text: string, size: number, bold: boolean, width: number): Line[] {
  const levels = RIGHT_TO_LEFT.test(text) ? bidi.getEmbeddingLevels(text) : null;
  const rtl = (levels?.paragraphs[0]?.level ?? 0) % 2 === 1;
  const mirrored = levels ? mirror(text, levels.levels) : text;
  let at = 0;
  return breakInto(text, size, bold, width).map((said): Line => {
    const shown = said.trimEnd();
    const clusters = clustersOf(mirrored.slice(at, at + shown.length), levels?.levels.subarray(at), bold);
    at += said.length;
    const pieces = inSight(joined(clusters)).map(({ text: piece, face, level }): Piece => {
      const drawn = level % 2 === 1 && !RIGHT_TO_LEFT.test(piece) ? reversed(piece) : piece;
      return { text: drawn, face, width: widthOf(drawn, face, size) };
    });
    const undrawn = clusters.some((cluster) => cluster.missing);
    return {
      pieces, width: pieces.reduce((sum, piece) => sum + piece.width, 0), rtl, said: shown, undrawn,
      differs: undrawn || levels !== null || pieces.map((piece) => piece.text).join('') !== shown,
    };
  });
}

function breakInto(text: string, size: number, bold: boolean, width: number): string[] {
  const lines: string[] = [];
  let line = '';
  let room = width;
  // Spaces at the end of a line take no room: they are not drawn.
  const put = (chunk: string, bare: number): void => {
    if (line !== '' && bare > room) {
      lines.push(line);
      line = '';
      room = width;
    }
    line += chunk;
    room -= chunk === chunk.trimEnd() ? bare : chunkWidth(chunk, size, bold);
  };
  for (const chunk of chunksOf(text)) {
    const bare = chunkWidth(chunk.trimEnd(), size, bold);
    if (bare <= width) put(chunk, bare);
    // A word wider than the paper is cut between characters: nothing runs off the edge.
    else for (const { segment } of graphemes.segment(chunk)) put(segment, chunkWidth(segment, size, bold));
  }
  return [...lines, line];
}

const chunkWidth = (chunk: string, size: number, bold: boolean): number =>
  joined(clustersOf(chunk, undefined, bold)).reduce((sum, { text, face }) => sum + widthOf(text, face, size), 0);

interface Cluster {
  text: string;
  face: Face;
  level: number;
  missing: boolean;
}

function clustersOf(text: string, levels: Uint8Array | undefined, bold: boolean): Cluster[] {
  const clusters: Cluster[] = [];
  for (const { segment, index } of graphemes.segment(text)) {
    const level = levels?.[index] ?? 0;
    const before = clusters.at(-1);
    // Spaces and signs between words from right to left stay with them: then the words are laid out together, in their order.
    const stays = before && level % 2 === 1 && BETWEEN_WORDS.test(segment) && before.face.font.hasGlyphForCodePoint(segment.codePointAt(0)!);
    const face = stays ? before.face : faceFor(segment, bold);
    clusters.push(face ? { text: drawable(segment, face), face, level, missing: false }
      : { text: STAND_IN, face: faceFor(STAND_IN, bold) ?? textFace(bold), level, missing: true });
  }
  return clusters;
}

const BETWEEN_WORDS = /^[\p{Zs}\p{P}]$/u;

/** Without what no font draws; a joiner stays where the font joins pictures with it. */
const drawable = (cluster: string, { font }: Face): string =>
  [...cluster].filter((character) => !UNSEEN.test(character) || (character === '\u200D' && font.hasGlyphForCodePoint(0x200D))).join('');

/** Neighbours of one face and direction are drawn as one, so that letters join as they should. */
function joined(clusters: Cluster[]): Cluster[] {
  const pieces: Cluster[] = [];
  for (const cluster of clusters) {
    const last = pieces.at(-1);
    if (last && last.face === cluster.face && last.level === cluster.level) last.text += cluster.text;
    else pieces.push({ ...cluster });
  }
  return pieces.filter(({ text }) => text !== '');
}

/** From the order of reading to the order of sight (rule L2 of the Unicode Bidirectional Algorithm). */
function inSight(pieces: Cluster[]): Cluster[] {
  const seen = [...pieces];
  const highest = Math.max(0, ...seen.map(({ level }) => level));
  for (let level = highest; level > 0; level--) {
    for (let from = 0; from < seen.length; from++) {
      if (seen[from]!.level < level) continue;
      let to = from;
      while (to < seen.length && seen[to]!.level >= level) to++;
      seen.splice(from, to - from, ...seen.slice(from, to).reverse());
      from = to;
    }
  }
  return seen;
}

const reversed = (text: string): string => [...graphemes.segment(text)].map(({ segment }) => segment).reverse().join('');

function mirror(text: string, levels: Uint8Array): string {
  const characters = text.split('');
  for (const [at, character] of bidi.getMirroredCharactersMap(text, levels)) characters[at] = character;
  return characters.join('');
}

/** In points. */
const widthOf = (text: string, { font }: Face, size: number): number => (font.layout(text, []).advanceWidth / font.unitsPerEm) * size;
