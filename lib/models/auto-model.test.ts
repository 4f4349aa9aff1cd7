import { describe, expect, it } from 'vitest';
import { autoModel, explicitModel } from './auto-model.ts';

const auto = { general: 'g', coder: 'c' };
const ask = (...texts: string[]) => texts.map((content) => ({ role: 'user', content }));

describe('explicitModel', () => {
  it.each([
    ['', null],
    ['  AUTO ', null],
    ['synapse:auto', null],
    ['synapse-auto', null],
    [null, null],
    [7, null],
    [' m ', 'm'],
  ])('%j is %j', (given, model) => {
    expect(explicitModel(given)).toBe(model);
  });
});

describe('autoModel', () => {
  it.each([
    ['write python', 'c', 'policy-coder'],
    ['a stack  trace', 'c', 'policy-coder'],
    ['the function of this class', 'c', 'policy-coder'],
    ['go to the store', 'g', 'policy-general'],
    ['what is love?', 'g', 'policy-general'],
  ])('%s goes to %s', (text, model, reason) => {
    expect(autoModel(ask(text), auto, ['g', 'c'], [])).toEqual({ model, reason });
  });

  it('looks at the last user turn only', () => {
    expect(
      autoModel(ask('debug my rust code', 'thanks, and now a poem'), auto, ['g', 'c'], []).model,
    ).toBe('g');
  });

  it('stays on the loaded candidate when the words are vague', () => {
    expect(autoModel(ask('is there a bug in it?'), auto, ['g', 'c'], ['c'])).toEqual({
      model: 'c',
      reason: 'policy-loaded',
    });
  });

  it('falls back to what the router has', () => {
    expect(autoModel(ask('write python'), auto, ['g'], [])).toEqual({
      model: 'g',
      reason: 'policy-fallback',
    });
    expect(autoModel(ask('hi'), auto, ['x', 'y'], ['y'])).toEqual({
      model: 'y',
      reason: 'policy-fallback',
    });
  });

  it('reads text parts and survives anything else', () => {
    const parts = [
      { role: 'user', content: [{ type: 'text', text: 'a regex' }, null, { type: 'image_url' }] },
    ];
    expect(autoModel(parts, auto, ['g', 'c'], []).model).toBe('c');
    expect(autoModel([null, 3, { role: 'user' }], auto, ['g', 'c'], []).model).toBe('g');
    expect(autoModel('x', auto, ['g', 'c'], []).model).toBe('g');
  });
});
