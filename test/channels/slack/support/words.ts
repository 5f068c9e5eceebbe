import type { SlackWords } from '../../../../src/channels/slack/words.ts';

export const words: SlackWords = {
  done: 'Done', choose: 'Choose one', 'any-number': 'Pick as many as you like', 'up-to': 'Pick up to {most}',
  'own-words': 'None of these? Write it in your own words.', progress: 'About {at} of {of}',
  chosen: 'You chose: {choice}', written: 'You wrote: {text}',
  'write-longer': 'Write a longer answer', 'your-answer': 'Your answer', send: 'Send', cancel: 'Cancel',
  'not-stored': 'This could not be stored just now. Your words are still here. Please send them again.',
  'moved-on': 'We are at another question by now. Copy what you would like to keep, then close this.',
  'in-private': 'I have written to you in our direct message.',
  'home-empty': 'A quiet place to say what you would like help with.', begin: 'Begin',
  installed: 'Cairn is installed.', 'not-installed': 'Cairn could not be installed. Nothing was changed.',
};
