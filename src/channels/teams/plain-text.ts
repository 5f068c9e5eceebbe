import { splitText } from '../shared/split-text.ts';

/**
 * Whatever a text holds, it is shown as it is: every text may quote a client, and nobody's words become markup, a mention
 * or a link. Each place on Teams reads another markup, so there is one way for each.
 */

/** Without the characters that no screen shows and that an XML reader refuses. */
export const displayable = (text: string): string =>
  text.toWellFormed().replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f\ufffe\uffff]/g, '').replace(/\r\n?/g, '\n');

/** For a message with `textFormat: 'xml'`. Its Markdown drops single line breaks and makes lists of "1. Your name"; this does neither. */
export const asXml = (text: string): string =>
  displayable(text).replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('\n', '<br/>');

/** For the places of a card that read Markdown, such as the titles of choices. Every line becomes one. */
export const asMarkdown = (text: string): string => unfilled(displayable(text))
  .replace(/\s+/g, ' ')
  .replace(/[\\`*_[\]<>&~|]/g, '\\$&')
  .replace(/^[-+#=]/, '\\$&')
  .replace(/^(\d+)([.)])/, '$1\\$2');

/** For the places of a card that read no Markdown: rich text and the titles of buttons. */
export const asRun = (text: string): string => unfilled(displayable(text));

/** Cards fill in dates for {{DATE(…)}}; an invisible character between the braces keeps them from it. */
const unfilled = (text: string): string => text.replace(/\{\{(?=\s*(?:DATE|TIME)\b)/gi, '{\u200b{');

/** At most that many UTF-16 units, cut between words, with "…" where something was left out. */
export const clip = (text: string, most: number): string => (text.length <= most ? text : `${splitText(text, most - 1)[0] ?? ''}…`);
