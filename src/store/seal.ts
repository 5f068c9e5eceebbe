import { createCipheriv, createDecipheriv, randomFillSync, type KeyObject } from 'node:crypto';
import { CairnError } from '../errors.ts';

/**
 * AES-256-GCM. What a sealed text is bound to (its table, column and row) goes in as additional data, so that a value
 * which somebody moves to another row, or another column, does not open. NIST SP 800-38D: 96-bit random nonces are safe
 * for 2^32 values under one key; no client comes near.
 */
const NONCE = 12;
const TAG = 16;
/** Tells a sealed text from any other, and one form of sealing from a later one. */
const MARK = '1.';

/** Asking for a few random bytes costs as much as sealing a short text: they are fetched for many, and each used once. */
const random = Buffer.alloc(NONCE * 256);
let used = random.length;
const newNonce = (): Buffer => {
  if (used === random.length) {
    randomFillSync(random);
    used = 0;
  }
  return Buffer.from(random.subarray(used, (used += NONCE)));
};

/** @param key 256 bits @param place what the value is bound to, such as `answer.value:<conversation>:<id>` */
export const sealText = (key: KeyObject, place: string, text: string): string => {
  const nonce = newNonce();
  const cipher = createCipheriv('aes-256-gcm', key, nonce);
  cipher.setAAD(Buffer.from(place));
  const sealed = cipher.update(Buffer.from(text));
  // In this mode nothing is left to come at the end but the tag.
  cipher.final();
  return MARK + Buffer.concat([nonce, sealed, cipher.getAuthTag()]).toString('base64');
};

/** @throws CairnError 'seal-broken' for anything that was not sealed with this key for this place, or was changed since */
export const openText = (key: KeyObject, place: string, sealed: string): string => {
  try {
    if (!sealed.startsWith(MARK)) throw new Error('no mark');
    const bytes = Buffer.from(sealed.slice(MARK.length), 'base64');
    const decipher = createDecipheriv('aes-256-gcm', key, bytes.subarray(0, NONCE), { authTagLength: TAG });
    decipher.setAAD(Buffer.from(place));
    decipher.setAuthTag(bytes.subarray(bytes.length - TAG));
    const text = decipher.update(bytes.subarray(NONCE, bytes.length - TAG));
    decipher.final();
    return text.toString();
  } catch {
    throw new CairnError('seal-broken', 'A stored value could not be opened: it is damaged, was moved, or belongs to another key.', {
      remedy: 'Restore the row from the last backup.', details: { place },
    });
  }
};
