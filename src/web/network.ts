import { isIPv6 } from 'node:net';
import type { Request } from 'express';

/** Whoever has one IPv6 address has so many that counting each alone counts nobody: the first bits are counted. */
export type Network = 48 | 64;

/**
 * The network that a caller's address is in: of an IPv6 address its first 48 bits, what one customer of a provider is given, or
 * its first 64, what one household or phone is; an IPv4 address stands for itself.
 */
export function networkOf(address: string, bits: Network = 48): string {
  const bare = address.split('%')[0]!.replace(/^::ffff:(?=\d+\.)/i, '');
  if (!isIPv6(bare)) return bare;
  const [head, tail] = bare.split('::').map((part) => part.split(':').filter((group) => group !== ''));
  const groups = tail ? [...head!, ...Array<string>(8 - head!.length - tail.length).fill('0'), ...tail] : head!;
  return `${groups.slice(0, bits / 16).map((group) => Number.parseInt(group, 16).toString(16)).join(':')}::/${bits}`;
}

/** Whom a limit counts. */
export const callerOf = ({ ip }: Pick<Request, 'ip'>): string => networkOf(ip ?? '', 64);
