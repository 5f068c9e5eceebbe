import type { Finding } from '../channel.ts';

export const good = (what: string): Finding => ({ ok: true, what });
export const bad = (what: string, remedy: string): Finding => ({ ok: false, what, remedy });

/**
 * Whether this machine's clock is that of a platform, by the `date` header of one of its answers.
 * @param most how far apart they may be, in seconds
 * @param otherwise what comes of it when they are further apart
 */
export function clockFinding(whose: string, date: string | null | undefined, { most, otherwise }: { most: number; otherwise: string }): Finding {
  const remedy = 'See to it that the clock of this machine is set by the network (NTP).';
  const ahead = Math.round((Date.now() - Date.parse(date ?? '')) / 1000);
  if (Number.isNaN(ahead)) return bad(`${whose} did not say what time it is.`, remedy);
  if (Math.abs(ahead) <= most) return good(`The clock of this machine agrees with ${whose}'s.`);
  return bad(`The clock of this machine is ${Math.abs(ahead)} seconds ${ahead > 0 ? 'ahead of' : 'behind'} ${whose}'s.`, `${remedy} ${otherwise}`);
}
