import { describe, expect, test } from 'vitest';
import { postForm, serveWorld } from './support/serve.ts';

async function start(more: Parameters<typeof serveWorld>[0] = {}) {
  const world = await serveWorld(more);
  const desk = `${world.base}/desk/desk-token`;
  return { ...world, desk, text: async (path: string) => (await fetch(desk + path)).text() };
}

const LINK = 'https://cairn.example.org/i/';

describe('inviting a client from the desk', () => {
  test('is one link away, and looking makes nothing', async () => {
    const { desk, text } = await start();
    expect(await text('')).toContain('href="/desk/desk-token/invite"');
    for (const method of ['GET', 'HEAD', 'GET']) for (const query of ['', '?do=make']) await fetch(`${desk}/invite${query}`, { method });
    const page = await text('/invite');
    expect(page).toContain('You need not say who it is for.');
    expect(page).not.toContain('open invite');
  });

  test('shows link and code once, in fields that can be selected, and says how long they hold', async () => {
    const { desk, text } = await start();
    const made = await postForm(`${desk}/invite`, { do: 'make' });
    const page = await made.text();
    expect(made.status).toBe(200);
    expect(page).toMatch(new RegExp(`<input id="link"[^>]* readonly value="${LINK}[\\w-]{43}"`));
    expect(page).toMatch(/<input id="code"[^>]* readonly value="[2-9A-Z]{5}-[2-9A-Z]{5}"/);
    expect(page).toContain('in Slack, Teams or the web chat.');
    expect(page).toContain('Both are good until 4 October 2026.');
    const later = await text('/invite');
    expect(later).not.toContain(LINK);
    expect(later).toContain('One open invite');
  });

  test('ends what is open with one press', async () => {
    const { desk, text } = await start();
    await postForm(`${desk}/invite`, { do: 'make' });
    const ended = await postForm(`${desk}/invite`, { do: 'end' });
    expect([ended.status, ended.headers.get('location')]).toEqual([303, '/desk/desk-token/invite?did=ended']);
    const page = await text('/invite?did=ended');
    expect(page).toContain('Those links and codes open nothing any more.');
    expect(page).not.toContain('open invite');
  });

  test.each([{}, { do: 'anything' }, { do: '' }])('a form that says %j makes nothing', async (fields) => {
    const { desk, text } = await start();
    expect((await postForm(`${desk}/invite`, fields as Record<string, string>)).headers.get('location')).toBe('/desk/desk-token/invite');
    expect(await text('/invite')).not.toContain('open invite');
  });
});

describe('a chat of one’s own', () => {
  test('is connected with a code, on the platforms that are set up', async () => {
    const { desk, text } = await start();
    expect(await text('/settings')).toContain('Slack, since 4 September 2026');
    const answer = await postForm(`${desk}/settings`, { do: 'connect' });
    const page = await answer.text();
    expect([answer.status, /readonly value="[2-9A-Z]{5}-[2-9A-Z]{5}"/.test(page)]).toEqual([200, true]);
    expect(page).toContain('Open a direct message with Cairn in Slack or Teams.');
    expect(page).toContain('good for 15 minutes');
    expect(page).not.toContain('Discord');
  });

  test('is disconnected with one press; mail stays', async () => {
    const { desk, text } = await start();
    expect((await postForm(`${desk}/settings`, { do: 'disconnect' })).headers.get('location')).toBe('/desk/desk-token/settings?did=disconnected');
    const page = await text('/settings?did=disconnected');
    expect(page).toContain('No chat is connected any more.');
    expect(page).not.toContain('since 4 September');
    expect(page).not.toContain('value="disconnect"');
  });

  test('is not offered where there is no platform', async () => {
    const { desk, settings, text } = await start();
    Object.assign(settings, { platforms: [], chats: [] });
    const page = await text('/settings');
    expect(page).toContain('No chat platform is set up here');
    expect(page).not.toContain('value="connect"');
    expect((await fetch(`${desk}/settings?did=%3Cscript%3E`)).status).toBe(200);
  });
});

describe('what suits a therapist', () => {
  test('is shown as it stands, and saved with one press', async () => {
    const { desk, settings, wishes, text } = await start();
    Object.assign(settings, { reminders: false, notices: 'mail', zone: 'Europe/Madrid', zones: { ...settings.zones, likely: ['Europe/Dublin', 'Europe/Madrid'] } });
    const page = await text('/settings');
    const chosen = [...page.matchAll(/<option value="([^"]*)"[^>]* selected>/g)].map(([, value]) => value);
    expect(chosen).toEqual(['off', 'mail', 'en', 'Europe/Madrid']);
    const saved = await postForm(`${desk}/settings`, { do: 'save', reminders: 'on', notices: 'mail-only', language: 'es', zone: '' });
    expect([saved.status, saved.headers.get('location')]).toEqual([303, '/desk/desk-token/settings?did=saved']);
    expect(wishes).toEqual([{ reminders: 'on', notices: 'mail-only', language: 'es', zone: '' }]);
    expect(await text('/settings?did=saved')).toContain('role="status">Saved.');
  });

  test('that the practice has set in another way stands there until something else is chosen', async () => {
    const { settings, text } = await start();
    Object.assign(settings, { notices: null, routes: ['slack', 'mail'] });
    expect(await text('/settings')).toContain('<option value="" selected>As it is set now: Slack, mail</option>');
  });

  test('has no language to choose where there is one', async () => {
    const { settings, text } = await start();
    settings.languages = ['en'];
    expect(await text('/settings')).not.toContain('name="language"');
  });

  test('fields that are sent twice are no answer', async () => {
    const { desk, wishes } = await start();
    await postForm(`${desk}/settings`, [['do', 'save'], ['reminders', 'on'], ['reminders', 'off'], ['zone', 'x'], ['zone', 'y']]);
    expect(wishes).toEqual([{}]);
  });
});

describe('how far people come', () => {
  test('is told topic by topic, with what is too small as words', async () => {
    const { text } = await start();
    expect(await text('')).toContain('href="/desk/desk-token/intake"');
    const page = await text('/intake');
    expect(page).toMatch(/<dt>Finished it<\/dt><dd>41<\/dd>/);
    expect(page).toMatch(/<dt>In the middle of it<\/dt><dd>fewer than 5<\/dd>/);
    const rows = [...page.matchAll(/<th scope="row">([^<]+)<svg[^>]*><rect width="(\d+)"[^]*?<td>([^<]+)<\/td>\s*<td>([^<]+)<\/td>/g)].map(([, ...cells]) => cells);
    expect(rows).toEqual([
      ['Before the first answer', '100', '63', '6'], ['Before we begin – What you hope for', '90', '57', '9'], ['Your goals – The end', '76', '48', '7'],
    ]);
  });

  test('says so where too few have stopped, or finished, for a number', async () => {
    const { progress, text } = await start();
    progress.groups = [{ topics: [null, 'beginning', 'hopes', 'goals', 'ways', 'end'], reached: 12, stopped: null }];
    progress.finished = null;
    const page = await text('/intake');
    expect(page).toContain('<td>fewer than 5 finished</td>');
    expect(page).toMatch(/<dt>Finished it<\/dt><dd>fewer than 5<\/dd>/);
    progress.groups = [];
    const none = await text('/intake');
    expect(none).toContain('Too few people have stopped');
    expect(none).not.toContain('<table');
  });
});

describe('whose desk it is', () => {
  const pages = ['/invite', '/settings'];

  test('another link opens none of it, whatever is sent', async () => {
    const { base } = await start();
    for (const page of pages) for (const token of ['nope', 'review-token', 'plan-token']) {
      const url = `${base}/desk/${token}${page}`;
      expect([url, (await fetch(url)).status]).toEqual([url, 404]);
      for (const what of ['make', 'end', 'connect', 'disconnect', 'save']) expect([url, (await postForm(url, { do: what })).status]).toEqual([url, 404]);
    }
    expect((await fetch(`${base}/desk/review-token/intake`)).status).toBe(404);
  });

  test('another site’s page can do nothing there', async () => {
    const { desk, text } = await start();
    for (const page of pages) for (const what of ['make', 'end', 'connect', 'disconnect']) {
      expect((await postForm(desk + page, { do: what }, { 'sec-fetch-site': 'cross-site' })).status).toBe(403);
    }
    expect(await text('/settings')).toContain('Slack, since');
  });

  test('codes and invites are made so often from one address', async () => {
    const { desk } = await start({ limits: { signInsPerMinute: 2 } });
    const tries = [];
    for (const [page, what] of [['/invite', 'make'], ['/settings', 'connect'], ['/invite', 'make']] as const) tries.push((await postForm(desk + page, { do: what })).status);
    expect(tries).toEqual([200, 200, 429]);
  });
});
