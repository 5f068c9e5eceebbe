import type { types } from '@slack/bolt';
import type { SlackWords } from '../../core/chat-words.ts';
import type { Home } from '../channel.ts';
import { ACTION } from './controls.ts';
import { MOST_HEADING, MOST_HOME_BLOCKS, MOST_LABEL, plain, textParts } from './limits.ts';
import { linkButton, section } from './posts.ts';

/** The app's Home tab: where things stand and the plan, or a way to begin. */
export function homePage(home: Home | null, words: SlackWords): types.HomeView {
  if (!home) return { type: 'home', blocks: [section(words['home-empty']), begin(words)] };
  const plan = home.plan.flatMap(({ heading, lines }): types.KnownBlock[] => [
    { type: 'header', text: plain(heading, MOST_HEADING) },
    ...textParts(lines.map((line) => `• ${line}`).join('\n')).map((text) => section(text)),
  ]);
  const blocks = [...textParts(home.standing).map((text) => section(text)), ...(home.link ? [linkButton(home.link)] : []), ...plan];
  return { type: 'home', blocks: blocks.slice(0, MOST_HOME_BLOCKS) };
}

const begin = ({ begin: label }: SlackWords): types.ActionsBlock => ({
  type: 'actions', elements: [{ type: 'button', action_id: ACTION.begin, text: plain(label, MOST_LABEL), style: 'primary' }],
});
