import { expect, it } from 'vitest';
import { loadBackends } from '../config/backends.ts';
import { readRouterOptions } from './router-options.ts';

const DEFAULTS = readRouterOptions('r', {});

it('has in the shipped file what is built in', () => {
  const { backends } = loadBackends('config/backends.yaml', {});
  const { auto, ctx_size: size } = readRouterOptions('r', backends.get('llama-router')!.options);
  expect(auto).toEqual(DEFAULTS.auto);
  expect(size).toBe(16_384);
});

it('keeps old files working', () => {
  const { auto } = readRouterOptions('r', { auto: { general: 'g', coder: 'c' } });
  expect(auto.default).toBe('g');
  expect(auto.rules).toEqual([{ ...DEFAULTS.auto.rules[0]!, model: 'c' }]);
  expect(DEFAULTS).toMatchObject({ max_models: 1, pinned: [] });
  expect(readRouterOptions('r', { auto: { coder: 'c' } }).auto.default).toBe(DEFAULTS.auto.default);
});

it.each([
  [{ max_models: -1 }, 'max_models'],
  [{ pinned: 'a' }, 'pinned'],
  [{ auto: { rules: [{ name: 'Coder', model: 'c' }] } }, 'auto.rules.0.name'],
  [{ auto: { coders: 'c' } }, 'coders'],
])('names the fault of %j', (options, fault) => {
  expect(() => readRouterOptions('llama-router', options)).toThrow(
    new RegExp(`^backends\\.llama-router\\.options: .*${fault}`),
  );
});
