import { Router, type Request, type Response } from 'express';
import { answerWithForm, sendPage } from '../answering.ts';
import { fieldsOf, formBody } from '../bodies.ts';
import { FORM_LIMIT } from '../limits.ts';
import { clientPlanPage } from '../pages/plan/client-plan.ts';
import { readCompared } from '../pages/plan/compare.ts';
import { reviewPage } from '../pages/plan/review.ts';
import type { PlanPageState } from '../pages/plan/standing.ts';
import { signOutForms } from '../pages/sign-in.ts';
import type { LivingPlanPage, WebParts } from '../parts.ts';
import { readPlanForm } from '../plan-form.ts';
import { sameSiteOnly } from '../security.ts';
import { sendLinkGone } from './door.ts';
import { planDoors } from './plan-doors.ts';
import { deedOf, placeOf, readDeed, refusalStatus } from './plan-outcome.ts';

/** The therapist's and the client's page of a plan. Reading changes nothing; every change is a form sent to the page's own address. */
export function planPages(parts: WebParts): Router {
  const { plans } = parts;
  const router = Router();
  const gone = (request: Request, response: Response) => sendLinkGone(parts, request, response);

  for (const { path, door, keyOf, as, fromChat } of planDoors(parts)) {
    const [open, draw] = as === 'therapist' ? [plans.openReview, reviewPage] : [plans.openClientPlan, clientPlanPage];
    const show = async (request: Request, response: Response, status: number, plan: LivingPlanPage, state: Omit<PlanPageState, 'action'>) => {
      const words = parts.words(plan.language);
      const { viewer, practice } = plan.view;
      const progress = await plan.living(words);
      return sendPage(response, status, draw(words, { ...plan, progress }, {
        action: request.path, fromChat, handOver: `${request.path}/hand-over`, leave: signOutForms(words, viewer, fromChat ? practice : undefined), ...state,
      }));
    };

    router.get(path, door, async (request, response) => {
      const plan = await open(keyOf(request));
      return plan ? show(request, response, 200, plan, { did: readDeed(request.query.did, as), compared: readCompared(request.query) }) : gone(request, response);
    });

    router.post(path, formBody(FORM_LIMIT), sameSiteOnly, door, async (request, response) => {
      try {
        await take(request, response);
      } catch (error) {
        await answerWithForm(parts, request, response, error, request.path);
      }
    });

    async function take(request: Request, response: Response): Promise<void> {
      const key = keyOf(request);
      const plan = await open(key);
      if (!plan) return gone(request, response);
      const words = parts.words(plan.language);
      const refuse = (status: number, shown: LivingPlanPage, problem: string, since: PlanPageState['since'] = []) =>
        show(request, response, status, shown, { problem, since, kept: { ...typed(request.body), problem } });

      const wanted = readPlanForm(request.body, plan.view, words.t(plan.view.viewer === 'client' ? 'plan.why-words' : 'review.why-words'));
      if ('problem' in wanted) {
        // Words in a form that comes to nothing are words all the same.
        const heard = await plans.hear(key, request.body);
        return refuse(400, heard ? ((await open(key)) ?? plan) : plan, words.t(`refused.${wanted.problem}`));
      }
      const result = 'note' in wanted ? await plans.addNote(key, wanted.note) && { ok: true as const } : await plans.act(key, wanted.act, request.body);
      if (!result) return gone(request, response);
      if (result.ok) return response.redirect(303, `${request.path}?did=${deedOf(wanted, plan.view)}${'heard' in result ? '#help' : placeOf(wanted, plan.view)}`);
      const { refusal } = result;
      const code = refusal.code === 'declined' && plan.view.plan.closed ? 'closed' : refusal.code;
      const problem = words.t(`refused.${code}`, { count: refusal.code === 'open-proposals' ? refusal.count : 0, viewer: plan.view.viewer, therapist: plan.view.therapist.name });
      const status = refusalStatus(refusal);
      // What the writer has to put right is put right on the page as it was; what overtook them, and who to call, is to be seen.
      const fresh = status === 409 || 'heard' in result ? (await open(key)) ?? plan : plan;
      return refuse(status, fresh, problem, refusal.code === 'changed-since' ? refusal.since : []);
    }
  }
  return router;
}

/** What was typed, and into which form. */
const typed = (body: unknown) => {
  const fields = Object.fromEntries(fieldsOf(body));
  return { form: fields.form ?? '', fields };
};
