import type { ChatWords } from '../../core/chat-words.ts';
import type { MessageBody, Question } from '../../core/conversation/message.ts';
import { fill } from '../../core/flow/wording.ts';

type Words = ChatWords['everywhere'] & { language: string };

/** How many of a question's choices may be picked: "Pick up to 3". */
export const howMany = ({ most, choices }: Question, words: Words): string =>
  most !== undefined && most < choices.length ? fill(words['up-to'], words.language, { most }) : words['any-number'];

/** "About 3 of 9" */
export const howFar = (progress: NonNullable<MessageBody['progress']>, words: Words): string => fill(words.progress, words.language, progress);
