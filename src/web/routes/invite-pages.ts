import { Router } from 'express';
import { browserWords, sendPage } from '../answering.ts';
import { formBody } from '../bodies.ts';
import { keepPerson, readPerson } from '../cookies.ts';
import { BODY_LIMIT } from '../limits.ts';
import { invitedOnlyPage, inviteGonePage, invitePage } from '../pages/invite.ts';
import { notFoundPage } from '../pages/plain.ts';
import type { WebParts } from '../parts.ts';
import { sameSiteOnly } from '../security.ts';

/** A therapist's invite: a page that says who asks, and a deliberate post that begins. Scanners that follow the link use nothing up. */
export function invitePages(parts: WebParts, limits: { begin(address: string): void }): Router {
  const router = Router();
  const inFrames = (parts.allowedOrigins ?? []).length > 0;

  router.get('/i/:token', async (request, response) => {
    const token = String(request.params.token);
    const invite = await parts.invites.open(token);
    if (!invite) return sendPage(response, 404, inviteGonePage(browserWords(parts, request)));
    await sendPage(response, 200, invitePage(parts.words(invite.language), invite, `/i/${encodeURIComponent(token)}`));
  });

  router.post('/i/:token', formBody(BODY_LIMIT), sameSiteOnly, async (request, response) => {
    const token = String(request.params.token);
    limits.begin(request.ip ?? '');
    const invite = await parts.invites.open(token);
    // Who has a chat with the practice in this browser already goes on in it.
    const begun = invite && await parts.invites.accept(token, readPerson(request, invite.practice.slug));
    if (!begun) return sendPage(response, 404, inviteGonePage(browserWords(parts, request)));
    const { slug } = invite.practice;
    keepPerson(request, response, slug, begun.token, inFrames);
    response.redirect(303, `/p/${encodeURIComponent(slug)}?begun#latest`);
  });

  router.post('/p/:slug/code', formBody(BODY_LIMIT), sameSiteOnly, async (request, response) => {
    const slug = String(request.params.slug);
    const practice = await parts.practice(slug);
    if (!practice) return sendPage(response, 404, notFoundPage(browserWords(parts, request)));
    limits.begin(request.ip ?? '');
    const { code } = (request.body ?? {}) as { code?: unknown };
    const begun = typeof code === 'string' ? await parts.invites.typed(slug, code) : null;
    if (!begun) return sendPage(response, 400, invitedOnlyPage(parts.words(practice.language), practice.face, `/p/${encodeURIComponent(slug)}/code`, true));
    keepPerson(request, response, slug, begun.token, inFrames);
    response.redirect(303, `/p/${encodeURIComponent(slug)}?begun#latest`);
  });

  return router;
}
