import { Router } from 'express';
import { sendPage } from '../answering.ts';
import { formBody } from '../bodies.ts';
import { BODY_LIMIT } from '../limits.ts';
import { callerOf } from '../network.ts';
import { connectPage, deskSettingsPage, readSettingsNews, type SettingsNews } from '../pages/desk-settings.ts';
import type { WebParts } from '../parts.ts';
import { sameSiteOnly } from '../security.ts';
import { doorTo, pathOf, sendLinkGone } from './door.ts';

/** What a therapist sets for themselves, and the chats they connect. Looking changes nothing. */
export function deskSettingsPages(parts: WebParts, limits: { signIn(address: string): void }): Router {
  const { desk } = parts;
  const router = Router();
  const guard = doorTo(parts, '/desk');
  const path = '/desk/:token/settings';

  router.get(path, guard, async (request, response) => {
    const token = String(request.params.token);
    const settings = await desk.settings(token);
    if (!settings) return sendLinkGone(parts, request, response);
    await sendPage(response, 200, deskSettingsPage(parts.words(settings.language), settings, { base: pathOf('/desk', token), did: readSettingsNews(request.query.did) }));
  });

  router.post(path, formBody(BODY_LIMIT), sameSiteOnly, guard, async (request, response) => {
    limits.signIn(callerOf(request));
    const token = String(request.params.token);
    const { do: what, ...fields } = (request.body ?? {}) as Record<string, unknown>;
    const said = (done: object | true | null, news: SettingsNews) =>
      (done ? response.redirect(303, `${request.path}?did=${news}`) : sendLinkGone(parts, request, response));
    switch (what) {
      case 'connect': {
        // Shown once, in the answer itself. Without a platform the page has no such button, and says why.
        const code = await desk.connect(token);
        return code ? sendPage(response, 200, connectPage(parts.words(code.language), code, pathOf('/desk', token))) : response.redirect(303, request.path);
      }
      case 'disconnect': return said(await desk.disconnect(token), 'disconnected');
      case 'save': {
        const read = (name: string): string | undefined => (typeof fields[name] === 'string' ? fields[name] : undefined);
        return said(await desk.change(token, { reminders: read('reminders'), notices: read('notices'), language: read('language'), zone: read('zone') }), 'saved');
      }
      default: return response.redirect(303, request.path);
    }
  });

  return router;
}
