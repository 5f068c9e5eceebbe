import PDFDocument from 'pdfkit';
import { layLines, type Line } from './lines.ts';
import type { Face } from './fonts.ts';

/** What a PDF is written on: text flows from page to page, and every piece of it has its place in the tree of tags. */

export interface PaperSetup {
  language: string;
  title: string;
  author: string;
  /** ISO instant. */
  at: string;
  /** `#rrggbb` */
  accent: string;
  size: 'A4' | 'LETTER';
}

export interface Style {
  size: number;
  bold?: boolean;
  colour?: string;
  /** Points that the text stands in from the margin. */
  indent?: number;
  /** Points below it. */
  after?: number;
  /** A bar along its left edge, as the client's own words have. */
  bar?: boolean;
  /** Of the text, where it is not the paper's: whoever reads it aloud says it right. */
  language?: string | undefined;
  /** Points that must be free below its first line, so that a heading never ends a page. */
  keep?: number;
}

type Struct = PDFKit.PDFStructureElement;
type StructOptions = Record<string, unknown>;

const MARGIN = 56;
const FOOT = 40;
const INK = '#222222';
const QUIET = '#595959';
const LEADING = 1.42;

export class Paper {
  private readonly doc: PDFKit.PDFDocument;
  private readonly setup: PaperSetup;
  private readonly known = new Set<string>();
  private readonly bytes: Promise<Uint8Array>;
  /** The open tags, outermost first. */
  private readonly tags: Struct[];
  private y = MARGIN;
  /** A character was met that no font can draw. */
  undrawn = false;

  constructor(setup: PaperSetup) {
    this.setup = setup;
    this.doc = new PDFDocument({
      size: setup.size, margin: MARGIN, bufferPages: true, pdfVersion: '1.7', tagged: true, lang: setup.language, displayTitle: true, font: '',
      info: { Title: setup.title, Author: setup.author, Creator: 'Cairn', Producer: 'Cairn', CreationDate: new Date(setup.at), ModDate: new Date(setup.at) },
    } as PDFKit.PDFDocumentOptions);
    const chunks: Buffer[] = [];
    this.bytes = new Promise((done) => {
      this.doc.on('data', (chunk: Buffer) => chunks.push(chunk)).on('end', () => done(Buffer.concat(chunks)));
    });
    const root = this.doc.struct('Document');
    this.doc.addStructure(root);
    this.tags = [root];
  }

  /** The width of a text that stands in `indent` points. */
  width(indent = 0): number {
    return this.doc.page.width - 2 * MARGIN - indent;
  }

  /** Everything that `write` writes stands below one tag. */
  within(tag: string, write: () => void): void {
    const struct = this.doc.struct(tag);
    this.tags.at(-1)!.add(struct);
    this.tags.push(struct);
    write();
    this.tags.pop();
    struct.end();
  }

  heading(level: 1 | 2, text: string): void {
    const style = level === 1 ? { size: 22, after: 10 } : { size: 14, after: 6, colour: this.setup.accent };
    if (level === 2) this.space(14);
    this.text(`H${level}`, text, { ...style, bold: true, keep: 60 });
  }

  paragraph(text: string, style: Partial<Style> = {}): void {
    this.text('P', text, { size: 10.5, after: 4, ...style });
  }

  /** A short name and what is under it, side by side. */
  pair(label: string, text: string, language?: string): void {
    const wide = 120;
    const high = layLines(label, { size: 9.5, bold: false }, wide - 10).length * 9.5 * LEADING;
    if (this.y + Math.max(high, 10.5 * LEADING) > this.bottom) this.newPage();
    this.within('LI', () => {
      const { y: from, doc: { page } } = this;
      this.text('Lbl', label, { size: 9.5, colour: QUIET }, wide - 10);
      this.y = from;
      this.within('LBody', () => this.text('P', text, { size: 10.5, indent: wide, language }));
      if (this.doc.page === page) this.y = Math.max(this.y, from + high);
      this.y += 2;
    });
  }

  space(points: number): void {
    this.y += points;
  }

  newPage(): void {
    this.doc.addPage();
    this.y = MARGIN;
  }

  /** A table whose cells are short. The first row is its head. */
  table(columns: { width: number; size: number }[], [head, ...rows]: string[][]): void {
    this.within('Table', () => {
      this.row(columns.map((column) => ({ ...column, size: 10 })), head!, true);
      for (const row of rows) this.row(columns, row, false);
      this.space(6);
    });
  }

  /** Numbers the pages and gives the bytes. */
  async finish(foot: (page: number, pages: number) => string): Promise<Uint8Array> {
    const { count } = this.doc.bufferedPageRange();
    for (let page = 0; page < count; page++) {
      this.doc.switchToPage(page);
      this.doc.markContent('Artifact', { type: 'Pagination' } as never);
      const [line] = layLines(foot(page + 1, count), { size: 8.5, bold: false }, this.width());
      this.doc.fillColor(QUIET);
      this.draw(line!, MARGIN, this.doc.page.height - FOOT, 8.5);
      this.doc.endMarkedContent();
    }
    this.tags[0]!.end();
    this.doc.end();
    return this.bytes;
  }

  private row(columns: { width: number; size: number }[], cells: string[], head: boolean): void {
    const laid = columns.map(({ width, size }, at) => ({ width, size, lines: layLines(cells[at]!, { size, bold: head }, width - 8) }));
    const height = Math.max(...laid.map(({ size, lines }) => lines.length * size * LEADING)) + 8;
    if (this.y + height > this.bottom) this.newPage();
    const top = this.y;
    this.within('TR', () => {
      let x = MARGIN;
      for (const { width, size, lines } of laid) {
        this.leaf(head ? 'TH' : 'TD', head ? { scope: 'Column' } : {}, () => {
          this.doc.fillColor(INK);
          for (const [place, line] of lines.entries()) this.drawSaid(line, x, top + (place + 1) * size * LEADING, size);
        });
        x += width;
      }
    });
    this.y = top + height;
    this.rule();
  }

  private rule(): void {
    this.doc.markContent('Artifact', { type: 'Layout' } as never);
    this.doc.moveTo(MARGIN, this.y - 3).lineTo(this.doc.page.width - MARGIN, this.y - 3).lineWidth(0.5).strokeColor('#bbbbbb').stroke();
    this.doc.endMarkedContent();
  }

  private get bottom(): number {
    return this.doc.page.height - MARGIN - 10;
  }

  private text(tag: string, text: string, { size, bold = false, colour = INK, indent = 0, after = 0, bar = false, keep = 0, language }: Style, wide = this.width(indent)): void {
    const high = size * LEADING;
    const lines = layLines(text, { size, bold }, wide);
    if (this.y + high + keep > this.bottom) this.newPage();
    this.leaf(tag, language ? { lang: language } : {}, () => {
      for (const line of lines) {
        if (this.y + high > this.bottom) {
          this.doc.continueOnNewPage();
          this.y = MARGIN;
        }
        if (bar) this.doc.rect(MARGIN + indent - 10, this.y - 0.3, 2.5, high + 0.3).fill(this.setup.accent);
        this.doc.fillColor(colour);
        const from = MARGIN + indent + (line.rtl ? wide - line.width : 0);
        this.drawSaid(line, from, this.y + size * 1.1, size);
        this.y += high;
      }
    });
    this.y += after;
  }

  private leaf(tag: string, options: StructOptions, draw: () => void): void {
    const struct = this.doc.struct(tag, options, [draw]);
    this.tags.at(-1)!.add(struct);
  }

  /** Where the drawing is not the text, the text goes with it, for reading aloud, searching and copying. */
  private drawSaid(line: Line, x: number, baseline: number, size: number): void {
    this.undrawn ||= line.undrawn;
    if (line.differs) this.doc.markContent('Span', { actual: line.said } as never);
    this.draw(line, x, baseline, size);
    if (line.differs) this.doc.endMarkedContent();
  }

  private draw({ pieces }: Line, x: number, baseline: number, size: number): void {
    let at = x;
    for (const { text, face, width } of pieces) {
      this.useFace(face, size);
      // Without `features` the words of a piece would be shaped one by one, and those from right to left stand in the wrong order.
      this.doc.text(text, at, baseline, { lineBreak: false, baseline: 'alphabetic', features: [] });
      at += width;
    }
  }

  private useFace({ name, bytes }: Face, size: number): void {
    if (!this.known.has(name)) {
      this.known.add(name);
      this.doc.registerFont(name, bytes);
    }
    this.doc.font(name, size);
  }
}
