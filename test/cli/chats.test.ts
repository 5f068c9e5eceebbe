import { beforeAll, describe, expect, it } from 'vitest';
import { done, onEmbeddedDirectory, refused } from './commands.ts';

describe('commands about chats', { timeout: 90_000 }, () => {
  onEmbeddedDirectory();
  beforeAll(async () => {
    await done('practice add harbour --name "Harbour Practice" --contact "call 0555 014 220" --new-clients invited-only');
    await done('therapist add harbour --name "Ana Silva" --email ana@harbour.example');
  });

  it('say whom a practice meets', async () => {
    expect(await done('practice list')).toMatch(/harbour .*invited-only/);
    await done('practice set harbour --new-clients self-referral');
    expect(await done('practice list')).toMatch(/harbour .*self-referral/);
    expect(await refused('practice set harbour --new-clients anybody')).toContain('--new-clients must be self-referral or invited-only');
  });

  it('give a workspace to a practice, and take it back', async () => {
    expect(await done('workspace list')).toBe('None yet.\n');
    await done('workspace add slack T024BE7LD harbour');
    await done('workspace add discord - harbour');
    expect(await done('workspace list')).toMatch(/^channel +workspace +practice\ndiscord +harbour\nslack +T024BE7LD +harbour\n$/);
    await done('workspace remove discord -');
    expect(await done('workspace list')).not.toContain('discord');
    expect(await refused('workspace remove discord -')).toMatch(/belongs to no practice.\nList them with: /);
    expect(await refused('workspace add irc x harbour')).toContain('The channel must be slack, teams or discord');
    expect(await refused('workspace add teams x nowhere')).toContain('There is no practice called "nowhere"');
  });

  it('invite a client with a link and a code', async () => {
    expect(await done('client invite harbour --therapist ana@harbour.example'))
      .toMatch(/^On the web: https:\/\/cairn\.example\.org\/i\/[\w-]{43}\nTo type .*: [2-9A-Z]{5}-[2-9A-Z]{5}\nGood until \d{4}-\d\d-\d\d, for one person\.\n$/);
    expect(await refused('client invite harbour --therapist ben@harbour.example')).toContain('has no therapist with that address');
    expect(await done('client revoke-invites harbour --therapist ana@harbour.example')).toBe('Ended: 1.\n');
    expect(await done('client revoke-invites harbour --therapist ana@harbour.example')).toBe('There were none.\n');
    expect(await refused('client invite harbour')).toContain("--therapist <email>' not specified");
  });

  it('connect a therapist\'s chat, say where notices go, and disconnect', async () => {
    expect(await done('therapist chat-code harbour ana@harbour.example')).toMatch(/^[2-9A-Z]{5}-[2-9A-Z]{5} +good for 15 minutes, once\./);
    await done('therapist notices harbour ana@harbour.example mail,slack');
    await done('therapist notices harbour ana@harbour.example');
    expect(await refused('therapist notices harbour ana@harbour.example pigeon')).toContain('may name slack, teams, discord and mail');
    expect(await done('therapist disconnect-chats harbour ana@harbour.example')).toBe('They had none.\n');
  });
});
