import { html, type Html } from '../html.ts';
import { itemsOf, say, type PlanContext } from './context.ts';
import { button, planForm, reasonField } from './forms.ts';
import { readPlainly } from './reading.ts';

/** A new line or a question about the whole plan, in the writer's own words. */
export function addLine(context: PlanContext): Html {
  const { view, words } = context;
  const seen = view.current.number;
  const [add, ask] = [planForm(context, 'add'), planForm(context, 'ask:')];
  const kinds = (['goal', 'strategy', 'measure', 'area'] as const).map((kind) => ({ value: kind, label: words.t(`agree.kind-${kind}`) }));
  const goals = itemsOf(view, 'goal').map(({ id, text }) => ({ value: id, label: readPlainly(context, id, text) }));
  return html`<section class="part no-print" aria-labelledby="more">
<h2 id="more">${say(context, 'more')}</h2>
<div class="acts">
  ${add.folded(say(context, 'add'), { do: 'add', seen }, html`
    <div class="fields">
      ${add.select({ name: 'kind', label: words.t('agree.kind-label'), value: 'goal' }, kinds)}
      ${add.select({ name: 'goal', label: words.t('agree.goal-label') }, [{ value: '', label: words.t('agree.whole') }, ...goals])}
    </div>
    ${add.text({ name: 'text', label: say(context, 'add-text'), required: true })}
    ${add.text(reasonField(context))}${button(say(context, 'propose'))}`)}
  ${ask.folded(say(context, 'ask-plan'), { do: 'ask', seen }, html`
    ${ask.text({ name: 'question', label: say(context, 'question-label'), required: true })}${button(say(context, 'propose-question'))}`)}
</div>
</section>`;
}
