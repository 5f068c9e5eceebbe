import { readFileSync } from 'node:fs';
import { create, type Font } from 'fontkit';

/**
 * The fonts that ship with Cairn, so that a file looks the same everywhere and needs nothing of the reader's machine: Noto
 * for Latin, Greek, Cyrillic and Devanagari; Arabic; Hebrew; Chinese and Japanese; Korean; emoji. All under the OFL.
 * Opened when a text first needs one, and kept.
 */
export interface Face {
  /** Under which a document knows it. */
  name: string;
  /** For measuring, shared by all. */
  font: Font;
  /**
   * For drawing, opened anew in each document: a font remembers with a glyph the characters it first saw it for, and none for
   * a glyph that it saw as a part of another. Shared, that would turn up in the next document as text that nobody can copy.
   */
  bytes: Uint8Array;
}

interface Family {
  package: string;
  /** Places below the package's entry. */
  regular: string;
  bold: string;
}

const family = (name: string, regular: string, bold: string): Family =>
  ({ package: `@embedpdf/fonts-${name}`, regular: `../fonts/${regular}`, bold: `../fonts/${bold}` });

const EMOJI: Family = { package: '@expo-google-fonts/noto-emoji', regular: './400Regular/NotoEmoji_400Regular.ttf', bold: './700Bold/NotoEmoji_700Bold.ttf' };
/** Asked in this order. A script more is a line more, and its package. */
const FAMILIES: Family[] = [
  family('latin', 'NotoSans-Regular.ttf', 'NotoSans-Bold.ttf'),
  family('arabic', 'NotoNaskhArabic-Regular.ttf', 'NotoNaskhArabic-Bold.ttf'),
  family('hebrew', 'NotoSansHebrew-Regular.ttf', 'NotoSansHebrew-Bold.ttf'),
  EMOJI,
  family('sc', 'NotoSansHans-Regular.otf', 'NotoSansHans-Bold.otf'),
  family('kr', 'NotoSansKR-Regular.otf', 'NotoSansKR-Bold.otf'),
];
const EMOJI_FIRST = [EMOJI, ...FAMILIES];

const opened = new Map<string, Face>();

function open(from: Family, bold: boolean): Face {
  const place = new URL(bold ? from.bold : from.regular, import.meta.resolve(from.package));
  const known = opened.get(place.href);
  if (known) return known;
  const bytes = readFileSync(place);
  const face = { name: place.pathname.split('/').at(-1)!, font: create(bytes), bytes };
  opened.set(place.href, face);
  return face;
}

export const textFace = (bold: boolean): Face => open(FAMILIES[0]!, bold);

/** Says how to draw what is before it, and is drawn by no font itself. */
export const UNSEEN = /[\p{Default_Ignorable_Code_Point}\p{Cc}]/u;
const LOOKS_LIKE_EMOJI = /\p{Emoji_Presentation}|\uFE0F/u;

/** A face that can draw the whole cluster (one character as a reader sees it); null when none can. */
export function faceFor(cluster: string, bold: boolean): Face | null {
  const points = [...cluster].filter((character) => !UNSEEN.test(character)).map((character) => character.codePointAt(0)!);
  for (const from of LOOKS_LIKE_EMOJI.test(cluster) ? EMOJI_FIRST : FAMILIES) {
    const face = open(from, bold);
    if (points.every((point) => face.font.hasGlyphForCodePoint(point))) return face;
  }
  return null;
}
