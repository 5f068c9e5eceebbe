import type { ChatWords } from '../../src/core/chat-words.ts';

/** Stand-ins for the authored words, so that a test does not depend on how they are worded. */
export const chatWords: Record<'en' | 'es', ChatWords> = {
  en: {
    language: 'en',
    everywhere: {
      done: 'Done', 'any-number': 'Pick as many as you like', 'up-to': 'Pick up to {most}', 'own-words': 'None of these? Write it in your own words.',
      progress: 'About {at} of {of}', 'write-longer': 'Write a longer answer', 'your-answer': 'Your answer', send: 'Send', begin: 'Begin',
    },
    slack: {
      choose: 'Choose one', chosen: 'You chose: {choice}', written: 'You wrote: {text}', cancel: 'Cancel',
      'not-stored': 'This could not be stored just now. Your words are still here. Please send them again.',
      'moved-on': 'We are at another question by now. Copy what you would like to keep, then close this.',
      'in-private': 'I have written to you in our direct message.', 'home-empty': 'A quiet place to say what you would like help with.',
      installed: 'Cairn is installed.', 'not-installed': 'Cairn could not be installed. Nothing was changed.',
    },
    teams: { greeting: 'Hello. I am Cairn, a piece of software. Press the button or write to me whenever you like.' },
    discord: {
      'in-private': 'Let us talk in private.', 'cannot-write': 'Please allow direct messages, and try again.',
      commands: { intake: 'Begin, or go on', plan: 'See your plan', 'check-in': 'Say how things are' },
    },
  },
  es: {
    language: 'es',
    everywhere: {
      done: 'Listo', 'any-number': 'Elige cuantas quieras', 'up-to': 'Elige hasta {most}', 'own-words': '¿Ninguna? Escríbelo con tus palabras.',
      progress: 'Aproximadamente {at} de {of}', 'write-longer': 'Escribir más', 'your-answer': 'Tus palabras', send: 'Enviar', begin: 'Empezar',
    },
    slack: {
      choose: 'Elige una', chosen: 'Elegiste: {choice}', written: 'Escribiste: {text}', cancel: 'Cancelar',
      'not-stored': 'No se pudo guardar. Tus palabras siguen aquí. Envíalas otra vez.', 'moved-on': 'Ya estamos en otra pregunta.',
      'in-private': 'Te he escrito en nuestro mensaje directo.', 'home-empty': 'Un lugar tranquilo.',
      installed: 'Cairn está instalado.', 'not-installed': 'Cairn no se pudo instalar.',
    },
    teams: { greeting: 'Hola. Soy Cairn, un programa. Escríbeme cuando quieras.' },
    discord: {
      'in-private': 'Hablemos en privado.', 'cannot-write': 'Permite los mensajes directos e inténtalo otra vez.',
      commands: { intake: 'Empezar o seguir', plan: 'Ver tu plan', 'check-in': 'Contar cómo va' },
    },
  },
};
