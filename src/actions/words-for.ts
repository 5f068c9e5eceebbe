import type { Words } from '../core/conversation/voice.ts';
import type { Inputs } from '../core/flow/conditions.ts';
import { safetyValues } from '../core/intake/lend.ts';
import { livingValues } from '../core/living/lend.ts';
import { lineTexts } from '../core/safety/hear.ts';
import type { App } from './app.ts';
import type { ShelvedFlow } from './flow-shelf.ts';

/** Who is spoken of. */
export interface People {
  practice: { name: string; contact: string; minimumAge: number };
  client: { name: string | null; country?: string | null; held?: boolean } | null;
  therapist: { name: string } | null;
}

/** The words a conversation is held with: the flow's texts of today in its language, and who is who. */
export function wordsFor(app: App, { flow: shelved, language, inputs }: { flow: ShelvedFlow; language: string; inputs?: Inputs }, people: People): Words {
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
      // A country is never assumed: without one, the words are those that hold everywhere.
      ...lineTexts(app.flows.helplines, client?.country ?? null, language),
      held: client?.held ? 'yes' : 'no',
      ...safetyValues(inputs),
      ...livingValues(inputs),
    },
  };
}
