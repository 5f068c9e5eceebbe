import type { MessageBody } from '../../../src/core/conversation/message.ts';
import type { Script } from './parts.ts';

/** A short believable intake: one question of each kind. */
export const opening: MessageBody[] = [
  { text: 'Hello, and welcome. I am Cairn, a piece of software that Linden Street Practice uses. I am not a person and not a therapist.' },
  {
    text: 'You can skip almost any question, take a break, or stop whenever you like.\n\nDo you agree?', progress: { at: 1, of: 9 },
    question: { step: 'consent', kind: 'one', ownWords: false, choices: [{ id: 'agree', label: 'Yes, I agree' }, { id: 'more', label: 'Tell me more first' }, { id: 'not-now', label: 'Not now' }] },
  },
];

const turns: MessageBody[][] = [
  [{ text: 'Thank you. We will go at your pace.' }, { text: 'What do you hope to get out of coming to therapy?', progress: { at: 2, of: 9 }, question: { step: 'hope', kind: 'text', choices: [], ownWords: true } }],
  [{ text: 'Thank you for saying that.' }, {
    text: 'Which of these would you like to work on? You can also say it in your own words.', progress: { at: 3, of: 9 },
    question: { step: 'areas', kind: 'many', most: 3, ownWords: true, choices: [
      { id: 'stress-burnout', label: 'Stress and burnout', hint: 'because you wrote “half at work”' }, { id: 'relationships', label: 'Relationships' }, { id: 'sleep', label: 'Sleep' }, { id: 'work', label: 'Work' }, { id: 'low-mood', label: 'Low mood' },
    ] },
  }],
  [{
    text: 'How close does this goal feel today?', progress: { at: 6, of: 9 },
    question: { step: 'rating@g1', kind: 'scale', choices: [], ownWords: false, scale: { from: 0, to: 10, low: 'not at all', high: 'as good as it needs to be' } },
  }],
  [{ text: 'Here is your plan.', link: { label: 'Open your plan', url: '/plan/plan-token' } }],
];

export const script: Script = (_entry, turn) => turns[turn - 1] ?? [{ text: 'Thank you for saying that.' }];
