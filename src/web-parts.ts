import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import PostalMime from 'postal-mime';
import type { App } from './actions/app.ts';
import { beginOnWeb, beginWithCode, beginWithInvite, canBeginOnWeb } from './actions/begin-on-web.ts';
import { chatHistory, readToken } from './actions/chat-on-web.ts';
import { personOfToken } from './actions/chat-person.ts';
import { connectFromDesk, disconnectFromDesk } from './actions/desk-chats.ts';
import { endDeskInvites, inviteFromDesk, openDeskInvites } from './actions/desk-invites.ts';
import { openDeskIntake } from './actions/desk-intake.ts';
import { changeDeskSettings, openDeskSettings } from './actions/desk-settings.ts';
import { handOver, openHandover } from './actions/hand-over.ts';
import { openInvite } from './actions/invite-link.ts';
import { openDesk } from './actions/open-desk.ts';
import { actOnAlert } from './actions/clear-alert.ts';
import { actOnPlan, hearForm, noteOnPlan, openPlan, withdrawOnPlan, type OpenedPlan } from './actions/open-plan.ts';
import { enterCode, lookAtDoor, sendCode, sendNewLink, signOut, type SignInRules } from './actions/sign-in.ts';
import { giveCopy } from './actions/plan-copy.ts';
import { planProgress } from './actions/plan-progress.ts';
import type { WebChannel } from './channels/web.ts';
import type { Config } from './config.ts';
import type { PageWords } from './core/page-words.ts';
import { faceOf } from './core/practice-face.ts';
import { CairnError } from './errors.ts';
import type { Metrics } from './metrics.ts';
import { deleteMyData, downloadMyData, openMyData, practiceOfMyData } from './actions/my-data-page.ts';
import { openHelpNow } from './actions/help-now.ts';
import type { Listener, LivingPlanPage, Mail, PracticeAtHome, WebParts } from './web/parts.ts';
import { createWords, type WordTree } from './web/words.ts';

interface Around {
  metrics: Metrics;
  /** Of other channels, which share the server. */
  listeners?: Listener[];
  mailDirectory: string;
  onError(error: unknown): void;
}

/** What the web server needs, in terms of the actions. */
export function webParts(app: App, config: Config, web: WebChannel, { metrics, mailDirectory, listeners = [], onError }: Around): WebParts {
  const { prisma } = app.store;
  const pages = new Map<string, PageWords>(Object.entries(app.flows.pages).map(([language, tree]) => [language, createWords(language, tree as WordTree)]));
  const { timeZone } = config;

  // Every link and code lands in its mailbox: it is for the demo on one's own machine, never beside real clients.
  const isDemo = !config.mail && app.store.kind === 'embedded';
  const rules: SignInRules = { deviceMs: config.signInDays * 86_400_000, idleMs: config.signInIdleHours * 3_600_000 };

  const practice = async (slug?: string): Promise<PracticeAtHome | null> => {
    const wanted = slug ?? config.homePractice;
    const found = wanted ? await prisma.practice.findUnique({ where: { slug: wanted } }) : await prisma.practice.findFirst({ orderBy: { createdAt: 'asc' } });
    if (!found) return null;
    const { language, country } = found;
    return { face: faceOf(found), language, country, invitedOnly: found.newClients === 'invited-only', timeZone };
  };
  const known = (token: string) => {
    const person = readToken(token);
    if (!person) throw new CairnError('not-found', 'Nobody has this token.');
    return person;
  };
  const wordsIn = (language: string): PageWords => pages.get(language) ?? pages.get(language.split('-')[0]!) ?? pages.get('en')!;
  const page = <T extends object>(opened: T | null): (T & { timeZone: string }) | null => opened && { timeZone, ...opened };
  const living = (opened: OpenedPlan | null): LivingPlanPage | null => opened && { ...opened, living: (words) => planProgress(opened, words) };

  return {
    practice,
    words: wordsIn,
    chat: {
      begin: (slug) => beginOnWeb(app, slug),
      canBegin: (slug) => canBeginOnWeb(app, slug),
      identify: (token) => personOfToken(app, token),
      history: (token, range) => chatHistory(app, token, range),
      receive: (token, message) => web.receive(known(token), message),
      subscribe: (token, onSignal) => web.subscribe(known(token).userId, onSignal),
      commandWords: (language, command) => app.flows.common[language]!.commands[command].words[0]!,
    },
    invites: {
      open: (token, held) => openInvite(app, token, held),
      accept: (token, held) => beginWithInvite(app, token, held),
      typed: (slug, code, network) => beginWithCode(app, slug, code, network),
    },
    plans: {
      openReview: async (key) => living(await openPlan(app, key, 'therapist')),
      openClientPlan: async (key) => living(await openPlan(app, key, 'client')),
      act: (key, act, form) => actOnPlan(app, key, act, form),
      hear: (key, form) => hearForm(app, key, form),
      addNote: (key, text) => noteOnPlan(app, key, text),
      withdrawConsent: (key) => withdrawOnPlan(app, key),
      copy: (key, as, format) => giveCopy(app, key, as, format, wordsIn),
    },
    myData: {
      open: async (key) => page(await openMyData(app, key)),
      at: (key) => practiceOfMyData(app, key),
      download: (key) => downloadMyData(app, key),
      delete: (key) => deleteMyData(app, key),
    },
    desk: {
      open: async (token) => page(await openDesk(app, token)),
      history: async (token, planId) => page(await openPlan(app, { token, planId }, 'therapist')),
      invites: (token) => openDeskInvites(app, token),
      invite: (token) => inviteFromDesk(app, token),
      endInvites: (token) => endDeskInvites(app, token),
      settings: (token) => openDeskSettings(app, token),
      connect: (token) => connectFromDesk(app, token),
      disconnect: (token) => disconnectFromDesk(app, token),
      change: (token, wish) => changeDeskSettings(app, token, wish),
      intake: (token) => openDeskIntake(app, token),
    },
    door: {
      look: (link, held) => lookAtDoor(app, rules, link, held),
      sendCode: (link) => sendCode(app, link),
      async enter(link, code, held) {
        const entered = await enterCode(app, rules, link, code, held);
        return entered && typeof entered === 'object' ? { ...entered, seconds: rules.deviceMs / 1000 } : entered;
      },
      signOut: (as, held, which) => signOut(app, rules, as, held, which),
      newLink: (token) => app.inBackground('new-link', () => sendNewLink(app, token)),
      ...(isDemo && { mailbox: '/mailbox' }),
    },
    safety: { act: (token, alert, what) => actOnAlert(app, token, alert, what) },
    handover: { open: (key) => openHandover(app, key), give: (key, colleague) => handOver(app, key, colleague) },
    helpNow: openHelpNow(app),
    ...(isDemo && { mailbox: () => readMailbox(mailDirectory) }),
    ready: async () => (await prisma.$queryRaw`SELECT 1`.then(() => true, () => false)),
    metrics: metrics.read,
    listeners,
    allowedOrigins: config.allowedOrigins,
    trustProxy: config.trustProxy,
    ...(config.metricsToken && { metricsToken: config.metricsToken }),
    drainNotice: config.stopNoticeSeconds * 1000,
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
