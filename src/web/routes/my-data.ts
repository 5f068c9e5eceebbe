import { Router, type Request, type RequestHandler, type Response } from 'express';
import { sendNotFound, sendPage } from '../answering.ts';
import { formBody } from '../bodies.ts';
import { forgetDevice, forgetPerson } from '../cookies.ts';
import { BODY_LIMIT } from '../limits.ts';
import { chatPath } from '../pages/chat-pieces.ts';
import { deletedPage, deletePage, myDataPage } from '../pages/my-data.ts';
import type { MyDataPage, WebParts } from '../parts.ts';
import { sameSiteOnly } from '../security.ts';
import { sendLinkGone } from './door.ts';
import { planDoors } from './plan-doors.ts';

/** A client's own data: what is kept, a file of all of it, who has read it, and an end to it. Looking changes nothing. */
export function myDataPages(parts: WebParts, limits: { exportData(token: string): void }): Router {
  const { myData } = parts;
  const router = Router();

  // Before the pages of a client, whose addresses look alike.
  router.get('/p/:slug/my-data/deleted', async (request, response) => {
    const practice = await parts.practice(String(request.params.slug));
    if (!practice) return sendNotFound(parts, request, response);
    await sendPage(response, 200, deletedPage(parts.words(practice.language), practice.face));
  });

  for (const { path: plan, door, keyOf, fromChat } of planDoors(parts).filter(({ as }) => as === 'client')) {
    // In the chat there may be data and no plan yet.
    const path = fromChat ? '/p/:slug/my-data' : `${plan}/my-data`;
    const gone = (request: Request, response: Response) => sendLinkGone(parts, request, response);
    const show = (draw: typeof myDataPage): RequestHandler => async (request, response) => {
      const page: MyDataPage | null = await myData.open(keyOf(request));
      if (!page) return gone(request, response);
      await sendPage(response, 200, draw(parts.words(page.language), page, { action: request.path.replace(/\/delete$/, ''), fromChat }));
    };
    router.get(path, door, show(myDataPage));
    router.get(`${path}/delete`, door, show(deletePage));

    router.post(`${path}/download`, formBody(BODY_LIMIT), sameSiteOnly, door, async (request, response) => {
      const key = keyOf(request);
      if (!(await myData.at(key))) return gone(request, response);
      limits.exportData(key.token);
      const file = await myData.download(key);
      if (!file) return gone(request, response);
      response.status(200).type('application/zip').set('Content-Disposition', 'attachment; filename="my-data.zip"').send(Buffer.from(file));
    });

    router.post(`${path}/delete`, formBody(BODY_LIMIT), sameSiteOnly, door, async (request, response) => {
      const key = keyOf(request);
      const practice = await myData.at(key);
      // Only the button on the page that says what goes: nothing else that may be sent here deletes anything.
      if (practice && (request.body as { delete?: unknown } | undefined)?.delete !== 'everything') return response.redirect(303, request.path);
      const done = practice && await myData.delete(key);
      if (!done) return gone(request, response);
      if (done === 'held') return response.redirect(303, request.path);
      forgetPerson(request, response, practice.slug, (parts.allowedOrigins ?? []).length > 0);
      forgetDevice(request, response, 'client');
      response.redirect(303, `${chatPath(practice)}/my-data/deleted`);
    });
  }
  return router;
}
