import { isIPv6 } from 'node:net';

/**
 * The network that a caller's address is in: what one customer of a provider is given. Of an IPv6 address that is its first 48
 * bits, since whoever has one has so many that counting each alone counts nobody; an IPv4 address stands for itself.
 */
export function networkOf(address: string): string {
  const bare = address.split('%')[0]!.replace(/^::ffff:(?=\d+\.)/i, '');
  if (!isIPv6(bare)) return bare;
  const [head, tail] = bare.split('::').map((part) => part.split(':').filter((group) => group !== ''));
  const groups = tail ? [...head!, ...Array<string>(8 - head!.length - tail.length).fill('0'), ...tail] : head!;
  return `${groups.slice(0, 3).map((group) => Number.parseInt(group, 16).toString(16)).join(':')}::/48`;
}
