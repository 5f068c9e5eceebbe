import { Router, type Request, type RequestHandler, type Response } from 'express';
import { browserWords, sendPage } from '../answering.ts';
import { formBody } from '../bodies.ts';
import { forgetDevice, forgetPerson, readPerson } from '../cookies.ts';
import { BODY_LIMIT } from '../limits.ts';
import { deletedPage, deletePage, myDataPage } from '../pages/my-data.ts';
import { notFoundPage } from '../pages/plain.ts';
import type { MyDataPage, PlanKey, WebParts } from '../parts.ts';
import { sameSiteOnly } from '../security.ts';
import { doorTo, sendLinkGone } from './door.ts';

/** A client's own data: what is kept, a file of all of it, who has read it, and an end to it. Looking changes nothing. */
export function myDataPages(parts: WebParts, limits: { exportData(token: string): void }): Router {
  const { myData } = parts;
  const router = Router();

  // Before the pages of a client, whose addresses look alike.
  router.get('/p/:slug/my-data/deleted', async (request, response) => {
    const practice = await parts.practice(String(request.params.slug));
    if (!practice) return sendPage(response, 404, notFoundPage(browserWords(parts, request)));
    await sendPage(response, 200, deletedPage(parts.words(practice.language), practice.face));
  });

  const pages: { path: string; door: RequestHandler; keyOf: (request: Request) => PlanKey; fromChat: boolean }[] = [
    { path: '/plan/:token/my-data', door: doorTo(parts, '/plan'), keyOf: ({ params }) => ({ token: String(params.token) }), fromChat: false },
    { path: '/p/:slug/my-data', door: (_request, _response, next) => next(), keyOf: (request) => ({ token: readPerson(request, String(request.params.slug)) ?? '' }), fromChat: true },
  ];
  for (const { path, door, keyOf, fromChat } of pages) {
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
      if (!(await myData.open(key))) return gone(request, response);
      limits.exportData(key.token);
      const file = await myData.download(key);
      if (!file) return gone(request, response);
      response.status(200).type('application/zip').set('Content-Disposition', 'attachment; filename="my-data.zip"').send(Buffer.from(file));
    });

    router.post(`${path}/delete`, formBody(BODY_LIMIT), sameSiteOnly, door, async (request, response) => {
      const key = keyOf(request);
      const page = await myData.open(key);
      // Only the button on the page that says what goes: nothing else that may be sent here deletes anything.
      if (page && (request.body as { delete?: unknown } | undefined)?.delete !== 'everything') return response.redirect(303, request.path);
      const done = page && await myData.delete(key);
      if (!done) return gone(request, response);
      const { slug } = page.practice;
      if (done === 'held') return response.redirect(303, request.path);
      forgetPerson(request, response, slug, (parts.allowedOrigins ?? []).length > 0);
      forgetDevice(request, response, 'client');
      response.redirect(303, `/p/${encodeURIComponent(slug)}/my-data/deleted`);
    });
  }
  return router;
}
