import type { PlanItem } from '../../../core/plan/plan.ts';
import { html, type Html } from '../html.ts';
import { say, type PlanContext } from './context.ts';
import { button, fold, planForm, reasonField } from './forms.ts';

/** Reword, remove, ask. Leaving a line alone keeps it. */
export function lineForms(context: PlanContext, item: PlanItem): Html {
  const seen = context.view.current.number;
  const isReview = item.kind === 'review';
  const change = planForm(context, `change:${item.id}`);
  const remove = planForm(context, `remove:${item.id}`);
  const ask = planForm(context, `ask:${item.id}`);
  const forms = html`<div class="acts">
${change.folded(say(context, isReview ? 'move' : 'reword'), { do: 'change', item: item.id, seen }, html`
  ${isReview ? change.day({ name: 'on', label: say(context, 'new-day'), value: item.on, required: true })
    : change.text({ name: 'text', label: say(context, 'new-words'), value: item.text, required: true })}
  ${item.kind === 'goal' ? ratings(context, change, item) : ''}
  ${change.text(reasonField(context))}${button(say(context, 'propose'))}`)}
${isReview ? '' : remove.folded(say(context, 'remove'), { do: 'remove', item: item.id, seen }, html`
  ${remove.text(reasonField(context))}${button(say(context, 'propose'))}`)}
${ask.folded(say(context, 'ask'), { do: 'ask', item: item.id, seen }, html`
  ${ask.text({ name: 'question', label: say(context, 'question-label'), required: true })}${button(say(context, 'propose-question'))}`)}
</div>`;
  if (context.view.viewer === 'therapist') return forms;
  // The therapist works through the lines; the client mostly reads, so one word stands for all three.
  const open = [change, remove, ask].some(({ isKept }) => isKept);
  return html`<div class="acts">${fold(context.words.t('plan.change-or-ask'), forms, open)}</div>`;
}

/** Where the client is today is theirs alone to say. */
const ratings = (context: PlanContext, form: ReturnType<typeof planForm>, { baseline, target }: PlanItem): Html => html`<div class="fields">
  ${context.view.viewer === 'client' ? form.rating({ name: 'baseline', label: say(context, 'now-label'), value: baseline }) : ''}
  ${form.rating({ name: 'target', label: say(context, 'enough-label'), value: target })}
</div>`;
