import { createHash, randomBytes } from 'node:crypto';

/** 256 random bits in base64url: nobody guesses one. */
export const newToken = (): string => randomBytes(32).toString('base64url');

/** What is stored of a token, and what it is looked up by: how long that takes says nothing about any other token. */
export const tokenHash = (token: string): string => createHash('sha256').update(token).digest('hex');
