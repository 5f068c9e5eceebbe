import type { MessageBody } from '../../../core/conversation/message.ts';

/** A message in nothing but text: its choices with the numbers or words that can be typed instead. */
export function listing({ text, question, link }: MessageBody): string {
  const choices = question?.choices ?? [];
  const offered = question?.scale && question.kind === 'scale'
    ? [`${question.scale.from}: ${question.scale.low}`, `${question.scale.to}: ${question.scale.high}`]
    : choices.map(({ label, hint }, place) => `${place + 1}. ${label}${hint ? ` (${hint})` : ''}`);
  return [text, offered.join('\n'), link ? `${link.label}: ${link.url}` : ''].filter((part) => part !== '').join('\n\n');
}
