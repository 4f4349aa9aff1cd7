import { expect, it } from 'vitest';
import { createBus } from './bus.ts';
import type { Message } from './message.ts';
import type { Deliver } from './transport.ts';
import { memoryTransport } from './memory-transport.ts';

it('is heard by its own process, and by nobody who has left', () => {
  const bus = createBus(memoryTransport);
  expect(bus.used('log')).toBe(false);
  const heard: Message[] = [];
  const end = bus.subscribe('log', (message) => heard.push(message));
  expect(bus.used('log')).toBe(true);
  bus.publish('log', { n: 1 });
  bus.publish('request', { n: 2 });
  end();
  bus.publish('log', { n: 3 });
  expect(heard).toEqual([{ n: 1, id: expect.stringMatching(/^[0-9a-f]{10}-1$/) as string }]);
});

it('tells kept messages to late subscribers, the newest of each key only', () => {
  const bus = createBus(memoryTransport);
  bus.keep('breaker:a', { state: 'open' });
  bus.keep('breaker:a', { state: 'auto' });
  bus.keep('breaker:b', { state: 'closed' });
  const heard: unknown[] = [];
  bus.subscribe('control', ({ key, state }) => heard.push([key, state]));
  expect(heard).toEqual([
    ['breaker:a', 'auto'],
    ['breaker:b', 'closed'],
  ]);
});

it('ignores a kept message that is older than the one it knows', () => {
  let deliver: Deliver = () => {};
  const bus = createBus((given) => {
    deliver = given;
    return memoryTransport();
  });
  const heard: unknown[] = [];
  bus.subscribe('control', ({ state }) => heard.push(state));
  bus.keep('k', { state: 'mine' });
  deliver({ topic: 'control', message: { key: 'k', at: 1, state: 'older' } });
  deliver({ topic: 'control', message: { key: 'k', at: Date.now() + 1000, state: 'newer' } });
  expect(heard).toEqual(['mine', 'newer']);
});

it('one subscriber’s fault is nobody else’s', () => {
  const bus = createBus(memoryTransport);
  const heard: unknown[] = [];
  bus.subscribe('log', () => {
    throw new Error('mine');
  });
  bus.subscribe('log', ({ n }) => heard.push(n));
  bus.publish('log', { n: 1 });
  expect(heard).toEqual([1]);
});
