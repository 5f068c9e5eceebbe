import { accountsWithUnsent } from '../store/outbound.ts';
import type { App } from './app.ts';
import { deliver, errorCode } from './deliver.ts';
import { offerReview } from './offer-review.ts';

/** Longer than any two sweeps are apart, so that a regular one need not look at every plan there is. */
const RECENT_MS = 86_400_000;

/**
 * Picks up what a crash or an outage left: unsent messages, and reviews that were not put to their client yet. Regularly it
 * looks at plans that changed within a day; `all`, at a start, at every plan, however long nobody was there to look.
 */
export async function sweep(app: App, { all = false } = {}): Promise<void> {
  const { prisma } = app.store;
  const now = app.now();
  for (const account of await accountsWithUnsent(prisma, now)) await apart(app, { account }, () => deliver(app, account));
  const plans = await prisma.treatmentPlan.findMany({
    where: { status: { in: ['with-client', 'in-review'] }, ...(!all && { updatedAt: { gt: new Date(now.getTime() - RECENT_MS) } }) },
    select: { id: true, clientId: true },
  });
  for (const plan of plans) await apart(app, { plan: plan.id }, () => offerReview(app, plan.clientId, plan.id));
}

/** One that fails, time after time perhaps, must not keep the others waiting. */
async function apart(app: App, facts: Record<string, string>, work: () => Promise<void>): Promise<void> {
  await work().catch((error: unknown) => app.log.error({ ...facts, error: errorCode(error) }, 'a sweep could not set something right'));
}
