import { disclosuresOf } from '../store/risk-disclosures.ts';
import type { App } from './app.ts';
import type { SafetyAlert } from './plan-view.ts';

/** What was heard from these clients that may mean danger, newest first. Only their own therapist is ever shown it. */
export async function alertsOf(app: App, clients: { id: string; name: string | null }[]): Promise<SafetyAlert[]> {
  if (clients.length === 0) return [];
  const disclosures = await disclosuresOf(app.store.prisma, clients.map(({ id }) => id));
  return disclosures.map(({ clientId, at, level, text }) => ({
    client: clients.find(({ id }) => id === clientId)!, at: at.toISOString(), level, text,
  }));
}
