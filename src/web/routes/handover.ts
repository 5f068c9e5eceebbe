import { Router } from 'express';
import { browserWords, sendPage } from '../answering.ts';
import { formBody } from '../bodies.ts';
import { BODY_LIMIT } from '../limits.ts';
import { handedOverPage, handoverPage } from '../pages/handover.ts';
import type { WebParts } from '../parts.ts';
import { sameSiteOnly } from '../security.ts';
import { sendLinkGone } from './door.ts';
import { planDoors } from './plan-doors.ts';

/** A therapist gives a client to a colleague: a page that says what happens, and one deliberate press. */
export function handoverPages(parts: WebParts): Router {
  const { handover } = parts;
  const router = Router();
  for (const { path: plan, door, keyOf } of planDoors(parts).filter(({ as }) => as === 'therapist')) {
    const path = `${plan}/hand-over`;
    router.get(path, door, async (request, response) => {
      const page = await handover.open(keyOf(request));
      if (!page) return sendLinkGone(parts, request, response);
      await sendPage(response, 200, handoverPage(parts.words(page.language), page, request.path));
    });

    router.post(path, formBody(BODY_LIMIT), sameSiteOnly, door, async (request, response) => {
      const { to } = (request.body ?? {}) as { to?: unknown };
      const given = await handover.give(keyOf(request), typeof to === 'string' ? to : '');
      return given ? response.redirect(303, '/handed-over') : sendLinkGone(parts, request, response);
    });
  }

  router.get('/handed-over', (request, response) => sendPage(response, 200, handedOverPage(browserWords(parts, request))));

  return router;
}
