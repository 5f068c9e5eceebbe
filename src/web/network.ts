import { isIPv6 } from 'node:net';

/**
 * The network that a caller's address is in: of an IPv6 address its first 48 bits, what one customer of a provider is given, or
 * its first 64, what one household or phone is, since whoever has one such address has so many that counting each alone counts
 * nobody; an IPv4 address stands for itself.
 */
export function networkOf(address: string, bits: 48 | 64 = 48): string {
  const bare = address.split('%')[0]!.replace(/^::ffff:(?=\d+\.)/i, '');
  if (!isIPv6(bare)) return bare;
  const [head, tail] = bare.split('::').map((part) => part.split(':').filter((group) => group !== ''));
  const groups = tail ? [...head!, ...Array<string>(8 - head!.length - tail.length).fill('0'), ...tail] : head!;
  return `${groups.slice(0, bits / 16).map((group) => Number.parseInt(group, 16).toString(16)).join(':')}::/${bits}`;
}

/** Whom a limit counts: a request's or a connection's address, as far as it is known. */
export const callerOf = ({ ip }: { ip?: string | undefined }): string => networkOf(ip ?? '', 64);
