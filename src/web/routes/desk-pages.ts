import { Router } from 'express';
import { sendPage } from '../answering.ts';
import { deskIntakePage } from '../pages/desk-intake.ts';
import { deskHistoryPage, deskPage, isShelf } from '../pages/desk.ts';
import { signOutForms } from '../pages/sign-in.ts';
import { readCompared } from '../pages/plan/compare.ts';
import type { WebParts } from '../parts.ts';
import { doorTo, pathOf, sendLinkGone } from './door.ts';

/** The therapist's desk: every plan of theirs, and who it waits for. */
export function deskPages(parts: WebParts): Router {
  const router = Router();
  const guard = doorTo(parts, '/desk');

  router.get('/desk/:token', guard, async (request, response) => {
    const desk = await parts.desk.open(String(request.params.token));
    if (!desk) return sendLinkGone(parts, request, response);
    const { show, q, did } = request.query;
    await sendPage(response, 200, deskPage(parts.words(desk.language), desk, {
      base: request.path, shelf: isShelf(show) ? show : 'all', search: typeof q === 'string' ? q.trim().slice(0, 100) : '',
      ...((did === 'alert-seen' || did === 'alert-cleared') && { did }),
      leave: signOutForms(parts.words(desk.language), 'therapist'),
    }));
  });

  router.get('/desk/:token/intake', guard, async (request, response) => {
    const token = String(request.params.token);
    const page = await parts.desk.intake(token);
    if (!page) return sendLinkGone(parts, request, response);
    await sendPage(response, 200, deskIntakePage(parts.words(page.language), page, pathOf('/desk', token)));
  });

  router.get('/desk/:token/history/:planId', guard, async (request, response) => {
    const { token, planId } = request.params;
    const page = await parts.desk.history(String(token), String(planId));
    if (!page) return sendLinkGone(parts, request, response);
    await sendPage(response, 200, deskHistoryPage(parts.words(page.language), page, pathOf('/desk', String(token)), readCompared(request.query)));
  });

  return router;
}
