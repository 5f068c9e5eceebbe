import type { TeamsWords } from '../../../../src/channels/teams/words.ts';

export const words: TeamsWords = {
  greeting: 'Hello. I am Cairn, a piece of software. Press the button or write to me whenever you like.',
  begin: 'Begin',
  done: 'Done',
  pickAny: 'Pick as many as you like.',
  pickUpTo: 'Pick up to {most}.',
  ownWords: 'You can also write your own words.',
  writeLonger: 'Write a longer answer',
  send: 'Send',
  progress: 'about {at} of {of}',
};
