import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { readEnv } from '../config/env.ts';
import { connectBus } from './connect.ts';
import { socketPath } from './socket-path.ts';

function transportOf(variables: Record<string, string>): { transport: string; told: string[] } {
  const told: string[] = [];
  const bus = connectBus(readEnv(variables), {
    host: false,
    tell: (_level, _fields, message) => told.push(message),
  });
  onTestFinished(() => bus.close());
  return { transport: bus.counters().transport, told };
}

const folder = (): string => {
  const path = mkdtempSync(join(tmpdir(), 'synapse-connect-'));
  onTestFinished(() => rmSync(path, { recursive: true, force: true }));
  return path;
};

it('is the one that the environment asks for', () => {
  expect(transportOf({}).transport).toBe('memory');
  expect(transportOf({ SYNAPSE_STATE_DIR: folder() }).transport).toBe('local');
  const redis = { SYNAPSE_TERMINAL_FEED_REDIS_URL: 'redis://127.0.0.1:9' };
  expect(transportOf({ ...redis, SYNAPSE_TERMINAL_FEED_BUS_MODE: ' Redis ' }).transport).toBe(
    'redis',
  );
});

it('a demonstration does not need the Redis that a live feed cannot do without', () => {
  const mock = { SYNAPSE_TERMINAL_FEED_BUS_MODE: 'redis' };
  expect(transportOf(mock)).toEqual({ transport: 'memory', told: [] });
  expect(() => transportOf({ ...mock, SYNAPSE_TERMINAL_FEED_MODE: 'live' })).toThrow(
    'SYNAPSE_TERMINAL_FEED_REDIS_URL: must be set',
  );
});

it('says that another word is no bus, and that a path is too long', () => {
  const odd = transportOf({ SYNAPSE_TERMINAL_FEED_BUS_MODE: 'kafka' });
  expect(odd).toEqual({
    transport: 'memory',
    told: ['SYNAPSE_TERMINAL_FEED_BUS_MODE: "kafka" is not a bus; local is used'],
  });
  const long = transportOf({ SYNAPSE_STATE_DIR: join(folder(), 'x'.repeat(100)) });
  expect(long.transport).toBe('memory');
  expect(long.told[0]).toContain('too long for a socket');
});

it('names a long path from here when that is shorter', () => {
  const state = join(process.cwd(), 'x'.repeat(80));
  expect(socketPath(state)).toBe(`${'x'.repeat(80)}/bus.sock`);
  expect(socketPath('/data/state')).toBe('/data/state/bus.sock');
});
