import { inflateSync } from 'node:zlib';
import { getDocument, VerbosityLevel } from 'pdfjs-dist/legacy/build/pdf.mjs';

export interface Tag {
  role: string;
  /** What is drawn in it, with that of the tags in it. */
  text: string;
  /** Where it has one of its own. */
  language?: string;
  children: Tag[];
}

export interface ReadPdf {
  /** By page, as a program that copies text finds it. */
  pages: string[];
  tags: Tag[];
  /** Texts that go along with what is drawn otherwise. */
  actual: string[];
  info: Record<string, unknown>;
  language: string | null;
  outlined: string[];
}

type Node = { role?: string; lang?: string; children?: Node[]; type?: string; id?: string };
type Item = { str?: string; hasEOL?: boolean; type?: string; id?: string };

/** A PDF as other programs read it: text, tags and what goes along with them. */
export async function readPdf(bytes: Uint8Array): Promise<ReadPdf> {
  const document = await getDocument({ data: new Uint8Array(bytes), verbosity: VerbosityLevel.ERRORS, isEvalSupported: false, useSystemFonts: false }).promise;
  const pages: string[] = [];
  const tags: Tag[] = [];
  for (let number = 1; number <= document.numPages; number++) {
    const page = await document.getPage(number);
    const { items } = await page.getTextContent({ includeMarkedContent: true });
    pages.push((items as Item[]).map((item) => (item.str ?? '') + (item.hasEOL ? '\n' : '')).join(''));
    const tree = (await page.getStructTree()) as Node | null;
    if (tree) tags.push(...(tree.children ?? []).map((node) => tagOf(node, textsById(items as Item[]))));
  }
  const { info } = await document.getMetadata();
  return { pages, tags, actual: actualTexts(bytes), info: info as Record<string, unknown>, language: (info as { Language?: string }).Language ?? null, outlined: [] };
}

/** Text by the id of the marked content that it stands in; marks lie within one another. */
function textsById(items: Item[]): Map<string, string> {
  const texts = new Map<string, string>();
  const open: (string | undefined)[] = [];
  for (const { type, id, str } of items) {
    if (type === 'beginMarkedContent' || type === 'beginMarkedContentProps') open.push(id);
    else if (type === 'endMarkedContent') open.pop();
    else for (const one of open) if (one) texts.set(one, (texts.get(one) ?? '') + (str ?? ''));
  }
  return texts;
}

function tagOf({ role = '', lang, children = [] }: Node, texts: Map<string, string>): Tag {
  const below = children.filter((child) => child.role !== undefined).map((child) => tagOf(child, texts));
  const own = children.map((child) => (child.type === 'content' ? texts.get(child.id!) ?? '' : '')).join('');
  return { role, ...(lang && { language: lang }), children: below, text: own + below.map(({ text }) => text).join(' ') };
}

export const flat = (tags: Tag[]): Tag[] => tags.flatMap((tag) => [tag, ...flat(tag.children)]);

/** The page contents, inflated, hold them as literal strings. */
function actualTexts(bytes: Uint8Array): string[] {
  const file = Buffer.from(bytes).toString('latin1');
  const streams = [...file.matchAll(/stream\r?\n([\s\S]*?)\r?\nendstream/gu)].flatMap(([, body]) => {
    try {
      return [inflateSync(Buffer.from(body!, 'latin1')).toString('latin1')];
    } catch {
      return [];
    }
  });
  return streams.flatMap((stream) => [...stream.matchAll(/\/ActualText \(((?:\\[\s\S]|[^\\)])*)\)/gu)].map(([, literal]) => decode(literal!)));
}

function decode(literal: string): string {
  const plain = literal.replace(/\\([nrtbf()\\])/gu, (_, code: string) => ({ n: '\n', r: '\r', t: '\t', b: '\b', f: '\f' })[code] ?? code);
  const bytes = Buffer.from(plain, 'latin1');
  return bytes[0] === 0xFE && bytes[1] === 0xFF ? Buffer.from(bytes.subarray(2)).swap16().toString('utf16le') : plain;
}
