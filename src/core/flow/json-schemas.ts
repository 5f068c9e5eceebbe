import { z } from 'zod';
import { chatWordsSchema } from '../chat-words.ts';
import { noticesSchema } from '../notices.ts';
import { commonWordsSchema } from './common-words.ts';
import { flowSchema } from './document.ts';
import { wordingSchema } from './wording.ts';

/** The JSON Schemas that editors complete and check the authored files with, by file name in `flows/schema`. */
export const jsonSchemas = (): Record<string, object> => Object.fromEntries(
  Object.entries({ flow: flowSchema, wording: wordingSchema, common: commonWordsSchema, notices: noticesSchema, chats: chatWordsSchema })
    .map(([name, schema]) => [`${name}.schema.json`, z.toJSONSchema(schema, { io: 'input' })]),
);
