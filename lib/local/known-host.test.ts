import { expect, it } from 'vitest';
import { knownHost } from './known-host.ts';

it.each([
  undefined,
  'localhost',
  'localhost:8080',
  'LOCALHOST:8080',
  'app.localhost:8080',
  '127.0.0.1:8080',
  '192.168.1.20',
  '[::1]:8080',
  'synapse:8080',
  'laptop.local',
  'host.docker.internal:8080',
  'synapse.example.org',
])('%s is this machine', (host) => {
  expect(knownHost(host, ['synapse.example.org'])).toBe(true);
});

it.each([
  'evil.example',
  'evil.example:8080',
  'localhost.evil.example',
  'evil.example.',
  'a b',
  '@',
])('%s is not', (host) => {
  expect(knownHost(host, ['synapse.example.org'])).toBe(false);
});
