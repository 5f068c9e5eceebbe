import { Router, type Request, type Response } from 'express';
import { browserWords, sendNotFound, sendPage } from '../answering.ts';
import { formBody } from '../bodies.ts';
import { heldBy, keepPerson } from '../cookies.ts';
import { BODY_LIMIT } from '../limits.ts';
import { callerOf, networkOf } from '../network.ts';
import { chatPath } from '../pages/chat-pieces.ts';
import { invitedOnlyPage, inviteGonePage, inviteNotMinePage, invitePage } from '../pages/invite.ts';
import type { WebParts } from '../parts.ts';
import { sameSiteOnly } from '../security.ts';

/**
 * A therapist's invite: a page that says who asks, a choice that only a person makes, and a post that opens a chat. Scanners
 * that follow the link and press what they find use nothing up.
 */
export function invitePages(parts: WebParts, limits: { begin(address: string): void }): Router {
  const router = Router();
  const inFrames = (parts.allowedOrigins ?? []).length > 0;
  const gone = (request: Request, response: Response) => sendPage(response, 404, inviteGonePage(browserWords(parts, request)));
  const toChat = (response: Response, slug: string, begun = false) => response.redirect(303, `${chatPath({ slug })}${begun ? '?begun' : ''}#latest`);

  /** `answer`: what was chosen on the page, if anything. */
  async function show(request: Request, response: Response, answer?: unknown): Promise<void> {
    const token = String(request.params.token);
    const invite = await parts.invites.open(token, heldBy(request).chat);
    if (!invite) return gone(request, response);
    if ('goOn' in invite) return toChat(response, invite.goOn);
    const words = parts.words(invite.language);
    if (answer === 'somebody-else') return sendPage(response, 200, inviteNotMinePage(words, invite.practice));
    const missing = request.method === 'POST';
    await sendPage(response, missing ? 400 : 200, invitePage(words, invite, `/i/${encodeURIComponent(token)}`, missing));
  }

  router.get('/i/:token', (request, response) => show(request, response));

  router.post('/i/:token', formBody(BODY_LIMIT), sameSiteOnly, async (request, response) => {
    // Two of them are no answer: a program has sent all there are.
    const { who } = (request.body ?? {}) as { who?: unknown };
    if (who !== 'me') return show(request, response, who);
    limits.begin(callerOf(request));
    const begun = await parts.invites.accept(String(request.params.token), heldBy(request).chat);
    if (!begun) return gone(request, response);
    keepPerson(request, response, begun.practice, begun.token, inFrames);
    toChat(response, begun.practice, true);
  });

  router.post('/p/:slug/code', formBody(BODY_LIMIT), sameSiteOnly, async (request, response) => {
    const slug = String(request.params.slug);
    const practice = await parts.practice(slug);
    if (!practice) return sendNotFound(parts, request, response);
    limits.begin(callerOf(request));
    const { code } = (request.body ?? {}) as { code?: unknown };
    const begun = typeof code === 'string' ? await parts.invites.typed(slug, code, networkOf(request.ip ?? '')) : null;
    if (!begun) return sendPage(response, 400, invitedOnlyPage(parts.words(practice.language), practice.face, `${chatPath({ slug })}/code`, true));
    keepPerson(request, response, slug, begun.token, inFrames);
    toChat(response, slug, true);
  });

  return router;
}
