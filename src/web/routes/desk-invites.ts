import { Router } from 'express';
import { sendPage } from '../answering.ts';
import { formBody } from '../bodies.ts';
import { BODY_LIMIT } from '../limits.ts';
import { callerOf } from '../network.ts';
import { deskInvitesPage, madeInvitePage } from '../pages/desk-invites.ts';
import type { WebParts } from '../parts.ts';
import { sameSiteOnly } from '../security.ts';
import { doorTo, pathOf, sendLinkGone } from './door.ts';

/** A therapist asks a client in: a page that says what an invite is, and two deliberate posts. */
export function deskInvitePages(parts: WebParts, limits: { signIn(address: string): void }): Router {
  const { desk } = parts;
  const router = Router();
  const guard = doorTo(parts, '/desk');
  const path = '/desk/:token/invite';

  router.get(path, guard, async (request, response) => {
    const token = String(request.params.token);
    const page = await desk.invites(token);
    if (!page) return sendLinkGone(parts, request, response);
    await sendPage(response, 200, deskInvitesPage(parts.words(page.language), page, { base: pathOf('/desk', token), ended: request.query.did === 'ended' }));
  });

  router.post(path, formBody(BODY_LIMIT), sameSiteOnly, guard, async (request, response) => {
    limits.signIn(callerOf(request));
    const token = String(request.params.token);
    const { do: what } = (request.body ?? {}) as { do?: unknown };
    switch (what) {
      case 'make': {
        // The answer itself shows it, once: an address would be kept by the browser, and nothing is kept here that could be shown again.
        const made = await desk.invite(token);
        return made ? sendPage(response, 200, madeInvitePage(parts.words(made.language), made, pathOf('/desk', token))) : sendLinkGone(parts, request, response);
      }
      case 'end': {
        const done = await desk.endInvites(token);
        return done ? response.redirect(303, `${request.path}?did=ended`) : sendLinkGone(parts, request, response);
      }
      default: return response.redirect(303, request.path);
    }
  });

  return router;
}
