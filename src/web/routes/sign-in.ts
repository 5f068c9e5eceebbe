import { Router } from 'express';
import { browserWords, sendPage } from '../answering.ts';
import { formBody } from '../bodies.ts';
import { forgetDevice, heldBy } from '../cookies.ts';
import { BODY_LIMIT } from '../limits.ts';
import { callerOf } from '../network.ts';
import { newLinkPage, signedOutPage } from '../pages/sign-in.ts';
import type { WebParts } from '../parts.ts';
import { sameSiteOnly } from '../security.ts';

/** Signing out, and a new link in place of one that does not open any more. */
export function signInPages(parts: WebParts, limits: { signIn(address: string): void }): Router {
  const router = Router();
  const { door } = parts;

  router.post('/sign-out', formBody(BODY_LIMIT), sameSiteOnly, async (request, response) => {
    limits.signIn(callerOf(request));
    const { as: who, everywhere, practice } = (request.body ?? {}) as Record<string, unknown>;
    const as = who === 'client' ? 'client' : 'therapist';
    await door.signOut(as, heldBy(request), { everywhere: everywhere === 'yes', ...(typeof practice === 'string' && { practice }) });
    forgetDevice(request, response, as);
    response.redirect(303, `/signed-out${everywhere === 'yes' ? '?everywhere' : ''}`);
  });

  router.get('/signed-out', (request, response) =>
    sendPage(response, 200, signedOutPage(browserWords(parts, request), request.query.everywhere !== undefined)));

  // The answer is the same, and as quick, whether there is anybody to send a link to or not.
  router.post('/new-link', formBody(BODY_LIMIT), sameSiteOnly, (request, response) => {
    limits.signIn(callerOf(request));
    const { link } = (request.body ?? {}) as Record<string, unknown>;
    if (typeof link === 'string') door.newLink(link);
    response.redirect(303, '/new-link');
  });

  router.get('/new-link', (request, response) => sendPage(response, 200, newLinkPage(browserWords(parts, request), door.mailbox)));

  return router;
}
