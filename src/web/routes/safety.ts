import { Router } from 'express';
import { browserWords, sendPage } from '../answering.ts';
import { formBody } from '../bodies.ts';
import { FORM_LIMIT } from '../limits.ts';
import { clearAgainPage } from '../pages/safety.ts';
import type { WebParts } from '../parts.ts';
import { sameSiteOnly } from '../security.ts';
import { doorTo, sendLinkGone } from './door.ts';
import { planDoors } from './plan-doors.ts';

/** The deliberate posts around safety and consent. They stand on the pages of the plan and the desk, and lead back there. */
export function safetyPages(parts: WebParts): Router {
  const router = Router();
  const plans = planDoors(parts);

  // A therapist says that they have seen an alert, or clears it.
  for (const { path, door } of [...plans.filter(({ as }) => as === 'therapist'), { path: '/desk/:token', door: doorTo(parts, '/desk') }]) {
    router.post(`${path}/safety/:alert`, formBody(FORM_LIMIT), sameSiteOnly, door, async (request, response) => {
      const { token, alert } = request.params;
      const { do: what, note } = (request.body ?? {}) as { do?: unknown; note?: unknown };
      const act = what === 'acknowledge' ? { do: what } as const : { do: 'clear', note: typeof note === 'string' ? note : '' } as const;
      const acted = await parts.safety.act(String(token), String(alert), act);
      if (!acted) return sendLinkGone(parts, request, response);
      const page = request.path.slice(0, request.path.lastIndexOf('/safety/'));
      if (acted.ok) return response.redirect(303, `${page}?did=${act.do === 'clear' ? 'alert-cleared' : 'alert-seen'}#alerts`);
      if (acted.problem === 'already-cleared') return response.redirect(303, `${page}#alerts`);
      await sendPage(response, 422, clearAgainPage(browserWords(parts, request), {
        action: request.path, problem: acted.problem, note: act.do === 'clear' ? act.note : '',
      }));
    });
  }

  // The client takes their consent back.
  for (const { path, door, keyOf } of plans.filter(({ as }) => as === 'client')) {
    router.post(`${path}/withdraw-consent`, formBody(FORM_LIMIT), sameSiteOnly, door, async (request, response) => {
      const done = await parts.plans.withdrawConsent(keyOf(request));
      if (!done) return sendLinkGone(parts, request, response);
      response.redirect(303, `${request.path.slice(0, request.path.lastIndexOf('/'))}?did=consent-withdrawn`);
    });
  }
  return router;
}
