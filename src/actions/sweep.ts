import { accountsWithUnsent } from '../store/outbound.ts';
import type { App } from './app.ts';
import { deliver } from './deliver.ts';
import { offerReview } from './offer-review.ts';

const RECENT_MS = 86_400_000;

/** Picks up what a crash or an outage left: unsent messages, and reviews that were not put to their client yet. */
export async function sweep(app: App): Promise<void> {
  const { prisma } = app.store;
  const now = app.now();
  for (const account of await accountsWithUnsent(prisma, now)) await deliver(app, account);
  const plans = await prisma.treatmentPlan.findMany({
    where: { status: { in: ['with-client', 'in-review'] }, updatedAt: { gt: new Date(now.getTime() - RECENT_MS) } },
    select: { id: true, clientId: true },
  });
  for (const plan of plans) await offerReview(app, plan.clientId, plan.id);
}
