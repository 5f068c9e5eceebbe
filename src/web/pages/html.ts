import { html } from 'hono/html';

export { html };

/** A piece of a page: everything put into it has been escaped. */
export type Html = ReturnType<typeof html>;

/** Addresses that a page will link to; anything else (`javascript:`, `data:`) is shown as text. */
export function safeHref(url: string): string | null {
  if (/^\/(?![/\\])/.test(url)) return url;
  try {
    return ['http:', 'https:', 'mailto:', 'tel:', 'sms:'].includes(new URL(url).protocol) ? url : null;
  } catch {
    return null;
  }
}

/** Plain text with its web addresses made clickable. */
export function linked(text: string): Html[] {
  return text.split(/(https?:\/\/[^\s<>"']*[^\s<>"'.,;:!?)\]])/).map((part, at) =>
    at % 2 === 1 ? html`<a href="${part}" rel="noopener noreferrer">${part}</a>` : html`${part}`);
}
