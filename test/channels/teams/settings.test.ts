import { expect, it } from 'vitest';
import { z } from 'zod';
import { teamsCredentials, teamsMistakes, teamsShape } from '../../../src/channels/teams/settings.ts';
import { APP, TENANT } from './support/listening.ts';

const schema = z.object(teamsShape);
const all = { TEAMS_APP_ID: APP, TEAMS_APP_PASSWORD: 'abc~8Q.value', TEAMS_TENANT_ID: TENANT };

it('takes the three that belong together', () => {
  const settings = schema.parse({ ...all, TEAMS_APP_ID: ` ${APP.toUpperCase()} ` });
  expect([teamsMistakes(settings), teamsCredentials(settings)]).toEqual([[], { appId: APP, password: 'abc~8Q.value', tenantId: TENANT }]);
});

it('is no Teams at all without any of them', () => {
  expect([teamsMistakes({}), teamsCredentials({})]).toEqual([[], null]);
});

it.each(Object.keys(all) as (keyof typeof all)[])('names %s when only that is set', (name) => {
  const settings = schema.parse({ [name]: all[name] });
  expect(teamsMistakes(settings).map(({ setting }) => setting)).toEqual(Object.keys(all).filter((other) => other !== name));
  for (const { message } of teamsMistakes(settings)) expect(message).toContain(`is needed when ${name} is set`);
  expect(teamsCredentials(settings)).toBeNull();
});

it('knows the mistakes that are easily made', () => {
  const messages = (settings: object) => schema.safeParse(settings).error!.issues.map(({ path, message }) => `${String(path[0])} ${message}`);
  expect(messages({ ...all, TEAMS_APP_ID: 'cairn' })[0]).toContain('TEAMS_APP_ID must be the "Application (client) ID"');
  expect(messages({ ...all, TEAMS_APP_PASSWORD: APP })[0]).toContain('not its Secret ID');
  expect(messages({ ...all, TEAMS_TENANT_ID: 'contoso.onmicrosoft.com' })[0]).toContain('TEAMS_TENANT_ID must be the "Directory (tenant) ID"');
});
