import { Router, type NextFunction, type Request, type Response } from 'express';
import { browserWords, sendPage } from '../answering.ts';
import { formBody } from '../bodies.ts';
import { keepPass, readPass } from '../cookies.ts';
import { BODY_LIMIT } from '../limits.ts';
import { codePage, linkGonePage } from '../pages/plain.ts';
import type { WebParts } from '../parts.ts';
import { sameSiteOnly } from '../security.ts';

/** In front of the pages under one link: without a door, or with this browser's pass, they open; else the code is asked for. */
export function doorTo(parts: WebParts, under: string) {
  return async (request: Request, response: Response, next: NextFunction): Promise<void> => {
    const { door } = parts;
    if (!door) return next();
    const token = String(request.params.token);
    const state = await door.look(token, readPass(request));
    if (!state) return sendPage(response, 404, linkGonePage(browserWords(parts, request)));
    if (state.open) return next();
    const asked = request.query.code === 'sent' || request.query.code === 'wrong';
    const page = codePage(parts.words(state.language), state.practice, {
      action: `${under}/${encodeURIComponent(token)}/code`, sentTo: state.sentTo, asked, wrong: request.query.code === 'wrong',
    });
    await sendPage(response, request.method === 'POST' ? 403 : 200, page);
  };
}

/** Sending a code and entering it: two deliberate posts, so that a mail scanner does neither. */
export function doorPages(parts: WebParts): Router {
  const router = Router();
  const { door } = parts;
  if (!door) return router;
  for (const under of ['/review', '/plan', '/desk']) {
    router.post(`${under}/:token/code`, sameSiteOnly, formBody(BODY_LIMIT), async (request, response) => {
      const token = String(request.params.token);
      const path = `${under}/${encodeURIComponent(token)}`;
      const state = await door.look(token, readPass(request));
      if (!state) return sendPage(response, 404, linkGonePage(browserWords(parts, request)));
      const { send, code } = (request.body ?? {}) as { send?: string; code?: string };
      if (send) {
        await door.sendCode(token);
        return response.redirect(303, `${path}?code=sent`);
      }
      const entered = await door.enter(token, String(code ?? '').replaceAll(/\s/g, ''));
      if (!entered) return response.redirect(303, `${path}?code=wrong`);
      keepPass(request, response, path, entered.pass);
      response.redirect(303, path);
    });
  }
  return router;
}
