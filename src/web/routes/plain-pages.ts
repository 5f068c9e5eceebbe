import { Router } from 'express';
import { accentStyle } from '../accent.ts';
import { browserWords, sendPage } from '../answering.ts';
import { assetAt } from '../assets.ts';
import { helpNowPage } from '../pages/help.ts';
import { mailboxPage } from '../pages/mailbox.ts';
import type { WebParts } from '../parts.ts';
import { isOperator } from '../security.ts';

const FOREVER = 'public, max-age=31536000, immutable';

/** Help, the demo's mail, styles and scripts, and what a machine asks of us. */
export function plainPages(parts: WebParts, isDraining: () => boolean): Router {
  const router = Router();

  router.get('/help-now', async (request, response) => {
    const { practice: slug, country: chosen, from } = request.query;
    // These words must come even where nothing else does.
    const practice = typeof slug === 'string' ? await parts.practice(slug).catch(() => null) : null;
    const words = practice ? parts.words(practice.language) : browserWords(parts, request);
    const country = typeof chosen === 'string' && /^[A-Z]{2}$/.test(chosen) ? chosen : (practice?.country ?? null);
    await sendPage(response, 200, helpNowPage(words, await parts.helpNow(country, words.language), practice?.face ?? null, from === 'chat'));
  });

  const { mailbox } = parts;
  if (mailbox) {
    router.get('/mailbox', async (request, response) => {
      const home = await parts.practice();
      await sendPage(response, 200, mailboxPage(browserWords(parts, request), await mailbox(), home?.timeZone ?? 'UTC'));
    });
  }

  router.get('/assets/:name', (request, response, next) => {
    const asset = assetAt(request.path);
    if (!asset) return next();
    const zipped = request.acceptsEncodings('gzip') === 'gzip';
    response.set({ 'Content-Type': asset.type, 'Cache-Control': FOREVER, Vary: 'Accept-Encoding' });
    if (zipped) response.set('Content-Encoding', 'gzip');
    response.send(zipped ? asset.zipped : asset.body);
  });

  router.get('/accent/:name', (request, response, next) => {
    const colour = /^([0-9a-f]{6})\.css$/.exec(request.params.name)?.[1];
    if (!colour) return next();
    response.set({ 'Content-Type': 'text/css; charset=utf-8', 'Cache-Control': FOREVER }).send(accentStyle(`#${colour}`));
  });

  router.get('/robots.txt', (_request, response) => void response.type('text/plain').send('User-agent: *\nDisallow: /\n'));
  router.get('/healthz', (_request, response) => void response.json({ ok: true }));
  router.get('/readyz', async (_request, response) => {
    const ready = !isDraining() && (await parts.ready().catch(() => false));
    response.status(ready ? 200 : 503).json({ ready });
  });

  const { metrics } = parts;
  if (metrics) {
    router.get('/metrics', async (request, response, next) => {
      // To anybody else there is nothing here.
      if (!isOperator(request, parts.metricsToken)) return next();
      const { contentType, text } = await metrics();
      response.set('Content-Type', contentType).send(text);
    });
  }
  return router;
}
