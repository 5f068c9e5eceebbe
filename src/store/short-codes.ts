import { randomInt, scrypt } from 'node:crypto';
import { promisify } from 'node:util';
import { makeCode } from '../core/codes.ts';

export const newShortCode = (): string => makeCode((below) => randomInt(below));

const slow = promisify(scrypt) as (secret: string, salt: string, length: number) => Promise<Buffer>;

/**
 * What is stored of a code. A code is short enough to be tried out against a stolen table, so its hash takes some forty
 * milliseconds to work out; it is looked up by its hash, so all have the same salt.
 */
export const shortCodeHash = async (code: string): Promise<string> => (await slow(code, 'cairn short code', 32)).toString('hex');
