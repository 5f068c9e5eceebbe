import { goalEnds } from '../../../core/plan/plan.ts';
import { html, type Html } from '../html.ts';
import { itemsOf, say, type PlanContext } from './context.ts';
import { button, planForm } from './forms.ts';
import { ownWord } from './quote.ts';
import { readPlainly } from './reading.ts';

/** The therapist's forms for the plan as a whole, once it was agreed: keep it, bring it to a close, open it again. */

/** The same lines with another day for the next look. Nothing where there is no such day to move. */
export function keepPlan(context: PlanContext): Html | null {
  const { view, review } = context;
  if (view.held || itemsOf(view, 'review').length === 0) return null;
  const form = planForm(context, 'keep');
  return form.folded(say(context, 'keep'), { do: 'keep', seen: view.current.number }, html`
<p>${say(context, 'keep-next')}</p>
${form.day({ name: 'on', label: say(context, 'review-date'), value: review?.next, required: true })}${button(say(context, 'keep-now'))}`);
}

/** Every goal that is still worked on says what becomes of it; what the client said of it stands above the choice, and is theirs alone. */
export function closePlan(context: PlanContext): Html {
  const { view, review, words } = context;
  const form = planForm(context, 'close');
  const said = review?.open?.words.goals ?? [];
  const ends = [{ value: '', label: say(context, 'close-choose') }, ...goalEnds.map((end) => ({ value: end, label: words.t(`progress.ended-${end}`) }))];
  const running = itemsOf(view, 'goal').filter(({ ended }) => ended === undefined);
  return form.folded(say(context, 'close'), { do: 'close', seen: view.current.number }, html`
<p>${say(context, 'close-next')}</p>
${running.map(({ id, text }) => {
    const own = said.find(({ item }) => item === id);
    return html`<div class="ending">
  ${form.select({ name: `ended:${id}`, label: readPlainly(context, id, text), value: own?.ended, required: true }, ends)}
  ${own?.words ? ownWord(context, own.words, say(context, 'words-of')) : ''}
</div>`;
  })}
${form.text({ name: 'words', label: say(context, 'close-words'), hint: say(context, 'close-words-hint') })}${button(say(context, 'close-now'))}`);
}

const reasons = ['relapse', 'crisis', 'achieved', 'progress', 'other'] as const;

/** An agreed or closed plan is opened again, with the reason that the client is told. */
export function revisitPlan(context: PlanContext): Html {
  const form = planForm(context, 'revisit');
  return form.folded(say(context, 'revisit'), { do: 'revisit' }, html`
<p>${say(context, context.view.status === 'closed' ? 'revisit-closed-next' : 'revisit-next')}</p>
${form.select({ name: 'why', label: say(context, 'revisit-why'), value: 'progress' }, reasons.map((why) => ({ value: why, label: say(context, `revisit-${why}`) })))}
${form.text({ name: 'words', label: say(context, 'revisit-words'), hint: say(context, 'why-hint') })}${button(say(context, 'revisit-now'))}`);
}
