import type { Words } from '../core/conversation/voice.ts';
import type { App } from './app.ts';
import type { ShelvedFlow } from './flow-shelf.ts';

/** Who is spoken of. */
export interface People {
  practice: { name: string; contact: string; minimumAge: number };
  client: { name: string | null } | null;
  therapist: { name: string } | null;
}

/** The words a conversation is held with: the flow's texts of today in its language, and who is who. */
export function wordsFor(app: App, { flow: shelved, language }: { flow: ShelvedFlow; language: string }, people: People): Words {
  const { practice, client, therapist } = people;
  return {
    wording: shelved.wording(language),
    common: app.flows.common[language]!,
    values: {
      practice: practice.name,
      therapist: therapist?.name ?? practice.name,
      contact: practice.contact,
      minimumAge: practice.minimumAge,
      client: client?.name ?? '',
    },
  };
}
