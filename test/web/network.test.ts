import { expect, test } from 'vitest';
import { callerOf, networkOf } from '../../src/web/network.ts';

test.each([
  ['203.0.113.7', '203.0.113.7'],
  ['::ffff:203.0.113.7', '203.0.113.7'],
  ['2001:db8:41:7::1', '2001:db8:41::/48'],
  ['2001:DB8:0041:ffff:1:2:3:4', '2001:db8:41::/48'],
  ['2001:db8::5', '2001:db8:0::/48'],
  ['2001::3:4:5:6:7:8', '2001:0:3::/48'],
  ['fe80::1%eth0', 'fe80:0:0::/48'],
  ['::1', '0:0:0::/48'],
  ['', ''],
])('"%s" is in the network "%s"', (address, network) => {
  expect(networkOf(address)).toBe(network);
});

test.each([
  ['203.0.113.7', '203.0.113.7'],
  ['2001:db8:41:7::1', '2001:db8:41:7::/64'],
  ['2001:db8:41:7:ffff::9', '2001:db8:41:7::/64'],
  ['2001:db8:41:8::1', '2001:db8:41:8::/64'],
  ['::1', '0:0:0:0::/64'],
])('"%s" is counted as "%s"', (ip, caller) => {
  expect(callerOf({ ip })).toBe(caller);
});
