import { expect, it } from 'vitest';
import { addressOf } from './address.ts';

const request = (told?: string) =>
  ({
    headers: { ...(told !== undefined && { 'x-forwarded-for': told }) },
    socket: { remoteAddress: '10.9.9.9' },
  }) as Parameters<typeof addressOf>[0];

it.each([
  [undefined, 0, '10.9.9.9'],
  ['1.1.1.1, 2.2.2.2', 0, '1.1.1.1'],
  [undefined, 1, '10.9.9.9'],
  ['made-up, 1.1.1.1', 1, '1.1.1.1'],
  ['made-up, 1.1.1.1, 2.2.2.2', 2, '1.1.1.1'],
  ['1.1.1.1', 2, '10.9.9.9'],
  ['', 1, '10.9.9.9'],
])('x-forwarded-for %j behind %d proxies is %s', (told, hops, address) => {
  expect(addressOf(request(told), hops)).toBe(address);
});
