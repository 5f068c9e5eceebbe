/** A place in a conversation, from an address or a header; anything that is none counts as not given. */
export function readSeq(text: unknown): number | undefined {
  return typeof text === 'string' && /^\d{1,15}$/.test(text) ? Number(text) : undefined;
}
