/**
 * Codes that people read on one screen and type on another, such as K7RM3-QFH9T: about 44 bits, without letters and digits that
 * look alike, always with digits and letters (so that no word and no phone number is one), and with a last character that tells a slip of the finger.
 */
const ALPHABET = '23456789ABCDEFGHJKMNPQRSTVWXYZ';
/** Numbers without a common divisor with the alphabet's 30 characters: one wrong character always shows. */
const WEIGHTS = [1, 7, 11, 13, 17, 19, 23, 29, 7];

const checkOf = (characters: string): string =>
  ALPHABET[[...characters].reduce((sum, character, at) => sum + ALPHABET.indexOf(character) * WEIGHTS[at]!, 0) % ALPHABET.length]!;

/** @param random gives a whole number from 0 up to, not including, its argument; each as likely as the next */
export function makeCode(random: (below: number) => number): string {
  for (;;) {
    const characters = WEIGHTS.map(() => ALPHABET[random(ALPHABET.length)]!).join('');
    if (isMixed(characters)) return written(characters + checkOf(characters));
  }
}

/** The code that a whole message is, as `makeCode` wrote it, however it was typed: small letters, no hyphen, spaces. Null for any other text. */
export function readCode(text: string): string | null {
  if (text.length > 40) return null;
  const typed = text.toUpperCase().replace(/[\s\p{P}]/gu, '');
  if (typed.length !== WEIGHTS.length + 1 || !isMixed(typed) || [...typed].some((character) => !ALPHABET.includes(character))) return null;
  return checkOf(typed.slice(0, -1)) === typed.at(-1) ? written(typed) : null;
}

const isMixed = (characters: string): boolean => /\d/.test(characters) && /[A-Z]/.test(characters);

const written = (characters: string): string => `${characters.slice(0, 5)}-${characters.slice(5)}`;
