import type { ChannelName, Finding } from '../channels/channel.ts';
import type { App } from './app.ts';

/** Clocks that differ by more than this make codes and links end too early or too late. */
export const MOST_SKEW_MS = 5_000;

/** What is right and wrong about what is stored: who a client would come to, and whether the clocks agree. */
export async function examineStore(app: App): Promise<Finding[]> {
  return [...await clockFindings(app), ...await practiceFindings(app), ...await workspaceFindings(app)];
}

async function clockFindings({ store, now }: App): Promise<Finding[]> {
  // The embedded database runs in this process, on this clock.
  if (store.kind === 'embedded') return [];
  const before = now().getTime();
  const [row] = await store.prisma.$queryRaw<[{ now: Date }]>`SELECT clock_timestamp() AS now`;
  return [clockFinding('the database', row.now.getTime() - (before + now().getTime()) / 2)];
}

/** @param ahead how many milliseconds the other clock is ahead of this machine's */
export function clockFinding(whose: string, ahead: number): Finding {
  const seconds = Math.round(Math.abs(ahead) / 1000);
  if (Math.abs(ahead) <= MOST_SKEW_MS) return { ok: true, what: `This machine's clock agrees with that of ${whose}.` };
  return { ok: false, what: `This machine's clock is ${seconds} seconds ${ahead > 0 ? 'behind' : 'ahead of'} that of ${whose}.`, remedy: 'Let both set their time by NTP.' };
}

async function practiceFindings({ store, homePractice }: App): Promise<Finding[]> {
  const practices = await store.prisma.practice.findMany({ orderBy: { slug: 'asc' }, include: { therapists: { select: { takesNew: true } } } });
  if (practices.length === 0) {
    return [{ ok: false, what: 'There is no practice yet.', remedy: 'Add one with: npm run cairn -- practice add <short name> --name … --contact …' }];
  }
  const findings = practices.map(({ slug, name, therapists, newClients }): Finding => {
    if (therapists.length === 0) return { ok: false, what: `${name} has no therapist.`, remedy: `Add one with: npm run cairn -- therapist add ${slug} --name … --email …` };
    if (newClients === 'self-referral' && !therapists.some(({ takesNew }) => takesNew)) {
      return {
        ok: false, what: `${name} is open to people without an invite, and none of its therapists takes new clients.`,
        remedy: `Add a therapist who does, or close it to them with: npm run cairn -- practice set ${slug} --new-clients invited-only`,
      };
    }
    return { ok: true, what: `${name} has ${therapists.length === 1 ? 'a therapist' : `${therapists.length} therapists`}.` };
  });
  if (homePractice && !practices.some(({ slug }) => slug === homePractice)) {
    findings.push({ ok: false, what: `HOME_PRACTICE is "${homePractice}", and there is no such practice.`, remedy: `Set it to one of: ${practices.map(({ slug }) => slug).join(', ')}.` });
  }
  return findings;
}

const chats: readonly ChannelName[] = ['slack', 'teams', 'discord'];

/** With several practices, a platform's people have to belong to one of them. */
async function workspaceFindings({ store, homePractice, channels }: App): Promise<Finding[]> {
  const configured = chats.filter((name) => channels.has(name));
  if (configured.length === 0 || homePractice || await store.prisma.practice.count() < 2) return [];
  const bound = await store.prisma.workspace.findMany({ select: { channel: true } });
  return configured.filter((name) => !bound.some(({ channel }) => channel === name)).map((name) => ({
    ok: false, what: `No practice is named for the people who write on ${name}.`,
    remedy: `Name one with: npm run cairn -- workspace add ${name} <workspace> <practice>, or set HOME_PRACTICE.`,
  }));
}
