import type { PageWords } from '../../core/page-words.ts';
import type { PracticeFace } from '../../core/practice-face.ts';
import { FALLBACK_ACCENT, isColour } from '../../core/colour.ts';
import { assetPath, type AssetName } from '../assets.ts';
import { chatPath } from './chat-pieces.ts';
import { html, type Html } from './html.ts';

export interface Frame {
  words: PageWords;
  practice: PracticeFace | null;
  title: string;
  /** Where "skip to content" leads; `main` unless told. */
  skipTo?: { id: string; label: string };
  scripts?: AssetName[];
  /** For the stylesheet: what kind of page this is. */
  kind: 'chat' | 'plan' | 'desk' | 'plain';
}

/** The whole page around a body. `body` brings its own `<main id="main">`. */
export function layout({ words, practice, title, skipTo, scripts = [], kind }: Frame, body: Html): Html {
  const accent = practice && isColour(practice.accent) ? practice.accent : FALLBACK_ACCENT;
  return html`<!doctype html>
<html lang="${words.language}" dir="${words.direction}">
<head>
<meta charset="utf-8">
<title>${title}</title>
<meta name="viewport" content="width=device-width, initial-scale=1, viewport-fit=cover, interactive-widget=resizes-content">
<meta name="color-scheme" content="light dark">
<meta name="robots" content="noindex, nofollow">
<meta name="referrer" content="no-referrer">
<meta name="format-detection" content="telephone=no">
<link rel="icon" href="${assetPath('mark.svg')}" type="image/svg+xml">
<link rel="stylesheet" href="${assetPath('cairn.css')}">
<link rel="stylesheet" href="/accent/${accent.slice(1).toLowerCase()}.css">
${scripts.map((name) => html`<script src="${assetPath(name)}" type="module"></script>`)}
</head>
<body class="${kind}">
<a class="skip" href="#${skipTo?.id ?? 'main'}">${skipTo?.label ?? words.t('common.skip')}</a>
${body}
</body>
</html>
`;
}

/** Three stones: drawn here so that it takes the practice's colour. */
export const mark = (): Html => html`<svg class="mark" viewBox="0 0 32 32" aria-hidden="true" focusable="false">
<ellipse cx="16" cy="25" rx="12" ry="4.5"/><ellipse cx="15" cy="16" rx="8" ry="3.8"/><ellipse cx="17" cy="8.4" rx="4.8" ry="3"/></svg>`;

/** The bar on top of every page. */
export function bar(practice: PracticeFace | null, end: Html | Html[] | null = null): Html {
  return html`<header class="bar"><div class="bar-in">
  <p class="brand">${mark()}<span dir="auto">${practice?.name ?? 'Cairn'}</span></p>
  <div class="bar-end">${end}</div>
</div></header>`;
}

/** The way to a person at any moment; with a practice, its country's lines come first. `fromChat`: there is a chat to go back to. */
export function urgentHelp(words: PageWords, practice: PracticeFace | null, fromChat = false): Html {
  const query = practice ? `?practice=${encodeURIComponent(practice.slug)}${fromChat ? '&from=chat' : ''}` : '';
  return html`<a class="urgent" href="/help-now${query}">${words.t('common.urgent')}</a>`;
}

export const backToChat = (words: PageWords, practice: PracticeFace): Html =>
  html`<p><a class="button quiet" href="${chatPath(practice)}#latest">${words.t('common.back-to-chat')}</a></p>`;
