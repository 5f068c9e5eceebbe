import { ComponentType, TextInputStyle, type APIModalInteractionResponseCallbackData, type APIModalSubmission } from 'discord.js';
import type { DiscordWords } from '../../core/chat-words.ts';
import { customId } from './custom-id.ts';

/** Discord's most; a message of somebody's own holds 2,000. */
const LONGEST_ANSWER = 4_000;
const FIELD = 'answer';

/** The larger box to write in, with the question above it. `content` is the question's message, in Discord's markup. */
export function writingBox(step: string, content: string, words: DiscordWords): APIModalInteractionResponseCallbackData {
  return {
    custom_id: customId({ is: 'write', step, language: words.language })!,
    title: words['write-longer'],
    components: [
      ...(content.trim() ? [{ type: ComponentType.TextDisplay, content } as const] : []),
      {
        type: ComponentType.Label,
        label: words['your-answer'],
        component: { type: ComponentType.TextInput, custom_id: FIELD, style: TextInputStyle.Paragraph, required: true, max_length: LONGEST_ANSWER },
      },
    ],
  };
}

/** What was written; older clients send the field in a row. */
export function writtenIn({ components }: APIModalSubmission): string {
  const fields = components.flatMap((component) =>
    component.type === ComponentType.ActionRow ? component.components : component.type === ComponentType.Label ? [component.component] : []);
  const field = fields.find((each) => 'custom_id' in each && each.custom_id === FIELD);
  return field && 'value' in field && typeof field.value === 'string' ? field.value : '';
}
