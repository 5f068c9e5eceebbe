import type { DiscordWords } from '../../../src/channels/discord/words.ts';

/** Stand-ins for the authored words, so that a test does not depend on how they are worded. */
export const words: { en: DiscordWords; es: DiscordWords } = {
  en: {
    progress: 'About {at} of {of}', 'up-to': 'Pick up to {most}', 'any-number': 'Pick as many as you like',
    'own-words': 'None of these? Write it in your own words.', done: 'Done', 'write-longer': 'Write a longer answer', 'your-answer': 'Your words',
    'in-private': 'Let us talk in private.', 'cannot-write': 'Please allow direct messages, and try again.',
    commands: { intake: 'Begin, or go on', plan: 'See your plan', 'check-in': 'Say how things are' },
  },
  es: {
    progress: 'Aproximadamente {at} de {of}', 'up-to': 'Elige hasta {most}', 'any-number': 'Elige cuantas quieras',
    'own-words': '¿Ninguna? Escríbelo con tus palabras.', done: 'Listo', 'write-longer': 'Escribir más', 'your-answer': 'Tus palabras',
    'in-private': 'Hablemos en privado.', 'cannot-write': 'Permite los mensajes directos e inténtalo otra vez.',
    commands: { intake: 'Empezar o seguir', plan: 'Ver tu plan', 'check-in': 'Contar cómo va' },
  },
};
