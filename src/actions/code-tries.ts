import { giveTryBack, takeTry, type Typist } from '../store/code-tries.ts';
import type { App } from './app.ts';

/**
 * Has a typed code looked up, unless so many wrong ones were typed within the hour that this one is not looked at. `look`
 * gives null for one that is wrong; one at which it fails counts as wrong too. How many there may be, and why: `store/code-tries.ts`.
 */
export async function tryCode<Found>(app: App, typist: Typist, look: () => Promise<Found | null>): Promise<Found | 'wrong' | 'too-often'> {
  const { prisma } = app.store;
  if (!(await takeTry(prisma, typist, app.now()))) return 'too-often';
  const found = await look();
  if (found === null) return 'wrong';
  await giveTryBack(prisma, typist);
  return found;
}
