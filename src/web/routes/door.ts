import { Router, type NextFunction, type Request, type Response } from 'express';
import { browserWords, sendPage } from '../answering.ts';
import { fieldsOf, formBody } from '../bodies.ts';
import { heldBy, keepDevice } from '../cookies.ts';
import { BODY_LIMIT } from '../limits.ts';
import { callerOf } from '../network.ts';
import { linkGonePage } from '../pages/plain.ts';
import { codePage, readCodeNews } from '../pages/sign-in.ts';
import type { LinkInAddress, WebParts } from '../parts.ts';
import { sameSiteOnly } from '../security.ts';

type Under = '/review' | '/plan' | '/desk';

const linkIn = (request: Request, under: Under): LinkInAddress =>
  ({ token: String(request.params.token), purpose: under.slice(1) as LinkInAddress['purpose'] });

/** Everything but the token that an address under a link may hold is the id of something. */
const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

export const pathOf = (under: Under, token: string): string => `${under}/${encodeURIComponent(token)}`;

/** Whatever the reason. Words that were on their way are given back. */
export const sendLinkGone = (parts: WebParts, request: Request, response: Response): Promise<void> =>
  sendPage(response, 404, linkGonePage(browserWords(parts, request), String(request.params.token ?? ''), fieldsOf(request.body)));

/** In front of the pages under one link: for a browser that is signed in as whom the link is for, they open; else the code is asked for. */
export function doorTo(parts: WebParts, under: Under) {
  const { door } = parts;
  return async (request: Request, response: Response, next: NextFunction): Promise<void> => {
    const link = linkIn(request, under);
    const { token: _, ...ids } = request.params;
    const state = Object.values(ids).every((id) => UUID.test(String(id))) ? await door.look(link, heldBy(request)) : null;
    if (!state) return sendLinkGone(parts, request, response);
    if (state.open) return next();
    const { practice, sentTo, language } = state;
    await sendPage(response, request.method === 'POST' ? 403 : 200, codePage(parts.words(language), practice, {
      action: `${pathOf(under, link.token)}/code`, sentTo, news: readCodeNews(request.query.code), ...(door.mailbox && { mailbox: door.mailbox }), fields: fieldsOf(request.body),
    }));
  };
}

/** Sending a code and entering it: two deliberate posts. A mail scanner that presses every button sends a code, and has none. */
export function doorPages(parts: WebParts, limits: { signIn(address: string): void }): Router {
  const router = Router();
  const { door } = parts;
  for (const under of ['/review', '/plan', '/desk'] as const) {
    router.post(`${under}/:token/code`, formBody(BODY_LIMIT), sameSiteOnly, async (request, response) => {
      limits.signIn(callerOf(request));
      const link = linkIn(request, under);
      const path = pathOf(under, link.token);
      const { send, code } = (request.body ?? {}) as { send?: unknown; code?: unknown };
      if (send) {
        const sent = await door.sendCode(link);
        return sent ? response.redirect(303, `${path}?code=${sent}`) : sendLinkGone(parts, request, response);
      }
      const entered = await door.enter(link, typeof code === 'string' ? code.replaceAll(/\D/g, '') : '', heldBy(request));
      if (!entered) return sendLinkGone(parts, request, response);
      if (typeof entered === 'string') return response.redirect(303, `${path}?code=${entered}`);
      keepDevice(request, response, entered.as, entered.token, entered.seconds);
      response.redirect(303, path);
    });
  }
  return router;
}
