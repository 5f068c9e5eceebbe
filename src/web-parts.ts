import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import PostalMime from 'postal-mime';
import type { App } from './actions/app.ts';
import { accountOfToken, beginOnWeb, chatHistory, readToken } from './actions/chat-on-web.ts';
import { openDesk } from './actions/open-desk.ts';
import { actOnPlan, noteOnPlan, openPlan } from './actions/open-plan.ts';
import type { SafetyAlert } from './actions/plan-view.ts';
import type { WebChannel } from './channels/web.ts';
import type { Config } from './config.ts';
import { CairnError } from './errors.ts';
import type { Metrics } from './metrics.ts';
import { openHelpNow } from './actions/help-now.ts';
import type { ChatPerson, Mail, PlanPage, PracticeAtHome, WebParts } from './web/parts.ts';
import { createWords, type Words, type WordTree } from './web/words.ts';

interface Around {
  metrics: Metrics;
  mailDirectory: string;
  onError(error: unknown): void;
}

/** What the web server needs, in terms of the actions. */
export function webParts(app: App, config: Config, web: WebChannel, { metrics, mailDirectory, onError }: Around): WebParts {
  const { prisma } = app.store;
  const pages = new Map<string, Words>(Object.entries(app.flows.pages).map(([language, tree]) => [language, createWords(language, tree as WordTree)]));
  const { timeZone } = config;

  const practice = async (slug?: string): Promise<PracticeAtHome | null> => {
    const wanted = slug ?? config.homePractice;
    const found = wanted ? await prisma.practice.findUnique({ where: { slug: wanted } }) : await prisma.practice.findFirst({ orderBy: { createdAt: 'asc' } });
    if (!found) return null;
    const { name, accent, contact, language, country } = found;
    return { face: { slug: found.slug, name, accent, contact }, language, country, timeZone };
  };
  const known = (token: string) => {
    const person = readToken(token);
    if (!person) throw new CairnError('not-found', 'Nobody has this token.');
    return person;
  };
  const identify = async (token: string): Promise<ChatPerson | null> => {
    const account = await accountOfToken(app, token);
    const client = account?.clientId ? await prisma.client.findUnique({ where: { id: account.clientId }, include: { practice: true } }) : null;
    if (!account || !client) return null;
    const { slug, name, accent, contact } = client.practice;
    return { accountKey: account.id, practice: { slug, name, accent, contact }, language: client.language };
  };
  const wordsIn = (language: string): Words => pages.get(language) ?? pages.get(language.split('-')[0]!) ?? pages.get('en')!;
  /** With its time zone, and its safety alerts in words. */
  const page = <T extends { language: string; alerts: SafetyAlert[] }>(opened: T | null): (Omit<T, 'alerts'> & { timeZone: string; alerts: string[] }) | null => {
    if (!opened) return null;
    const { t } = wordsIn(opened.language);
    const when = new Intl.DateTimeFormat(opened.language, { dateStyle: 'long', timeStyle: 'short', timeZone });
    const alerts = opened.alerts.map(({ client, at, level, text }) => t('safety.alert', { client: client.name ?? t('agree.client-unnamed'), when: when.format(new Date(at)), level, text }));
    return { ...opened, timeZone, alerts };
  };

  return {
    practice,
    words: wordsIn,
    chat: {
      begin: (slug) => beginOnWeb(app, slug),
      identify,
      history: (token, range) => chatHistory(app, token, range),
      receive: (token, message) => web.receive(known(token), message),
      subscribe: (token, onSignal) => web.subscribe(known(token).userId, onSignal),
      commandWords: (language, command) => app.flows.common[language]!.commands[command].words[0]!,
    },
    plans: {
      openReview: async (key): Promise<PlanPage | null> => page(await openPlan(app, key, 'therapist')),
      openClientPlan: async (key): Promise<PlanPage | null> => page(await openPlan(app, key, 'client')),
      act: (key, act) => actOnPlan(app, key, act),
      addNote: (key, text) => noteOnPlan(app, key, text),
    },
    desk: {
      open: async (token) => page(await openDesk(app, token)),
      history: async (token, planId) => page(await openPlan(app, { token, planId }, 'therapist')),
    },
    helpNow: openHelpNow(app),
    // Every link in it opens something: it is for the demo on one's own machine, never beside real clients.
    ...(!config.mail && app.store.kind === 'embedded' && { mailbox: () => readMailbox(mailDirectory) }),
    ready: async () => (await prisma.$queryRaw`SELECT 1`.then(() => true, () => false)),
    metrics: metrics.read,
    allowedOrigins: config.allowedOrigins,
    trustProxy: config.trustProxy,
    onRequest: metrics.onRequest,
    onError,
  };
}

/** The demo's mails, newest first. */
async function readMailbox(directory: string): Promise<Mail[]> {
  const files = await readdir(directory).catch(() => []);
  const mails = await Promise.all(files.filter((name) => name.endsWith('.eml')).sort().reverse().slice(0, 50).map(async (name) => {
    const mail = await PostalMime.parse(await readFile(path.join(directory, name)));
    return { to: mail.to?.[0]?.address ?? '', subject: mail.subject ?? '', at: mail.date ?? '', text: mail.text ?? '' };
  }));
  return mails;
}
