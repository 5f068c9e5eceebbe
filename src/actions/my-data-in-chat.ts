import { fill } from '../core/flow/wording.ts';
import { isHeld } from '../store/safety-alerts.ts';
import type { EffectContext } from './effects.ts';
import { MY_DATA_PAGE } from './word-notice.ts';

/** Where everything that is held about them can be seen, taken along and deleted. */
export function showMyData({ out, read, words }: EffectContext): void {
  const { common, wording, values } = words;
  const label = fill(common.says['my-data-label'], wording.language, values);
  out.outbound.push({ text: fill(common.says['my-data'], wording.language, values), link: { label, url: `/p/${read.practice!.slug}${MY_DATA_PAGE}` } });
}

/**
 * They have asked for everything to be deleted, and said so twice. It goes with this very turn; while a safety alert of
 * theirs is open nothing goes, because whoever was told has to be able to act on it.
 */
export async function deletionAsked({ app, out, read, words }: EffectContext): Promise<void> {
  const { common, wording, values } = words;
  const held = read.client!.held || await isHeld(app.store.prisma, read.client!.id);
  if (held) {
    out.outbound.push({ text: fill(common.says['delete-held'], wording.language, values) });
    out.goOn = true;
    return;
  }
  out.farewell = { text: fill(common.says.deleted, wording.language, values) };
  // Nothing goes on from here.
  out.reviewOf = null;
  out.goOn = false;
}
