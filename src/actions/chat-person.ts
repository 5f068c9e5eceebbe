import type { PracticeFace } from '../core/practice-face.ts';
import type { App } from './app.ts';
import { readToken } from './chat-on-web.ts';

export interface ChatPerson {
  /** Names the account without being a secret: the drafts a browser keeps are kept under it. */
  accountKey: string;
  practice: PracticeFace;
  language: string;
}

/** Who is in the web chat with a token; null for nobody, also once they were erased. One round trip: every request of a chat asks. */
export async function personOfToken(app: App, token: string): Promise<ChatPerson | null> {
  const person = readToken(token);
  if (!person) return null;
  const [found] = await app.store.prisma.$queryRaw<({ id: string; language: string } & PracticeFace)[]>`
    SELECT a.id, c.language, p.slug, p.name, p.accent, p.contact
    FROM account a JOIN client c ON c.id = a.client_id JOIN practice p ON p.id = c.practice_id
    WHERE a.channel = 'web' AND a.workspace = ${person.practice} AND a.user_id = ${person.userId}`;
  if (!found) return null;
  const { id, language, ...practice } = found;
  return { accountKey: id, practice, language };
}
