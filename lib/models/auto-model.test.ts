import { describe, expect, it } from 'vitest';
import { autoModel, explicitModel } from './auto-model.ts';
import { AutoOptions } from './auto-options.ts';

const auto = AutoOptions.parse({ general: 'g', coder: 'c' });
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
    ['write python', 'c', 'policy-coder', ['python']],
    ['a stack  trace', 'c', 'policy-coder', ['stack trace']],
    ['the function of this class', 'c', 'policy-coder', ['function', 'class']],
    ['is C++ faster than C#?', 'c', 'policy-coder', ['c++', 'c#']],
    ['go to the store', 'g', 'policy-general', undefined],
    ['what is love?', 'g', 'policy-general', undefined],
    ['the pythonic réjson of an apiñado codé', 'g', 'policy-general', undefined],
  ])('%s goes to %s', (text, model, reason, words) => {
    expect(autoModel(ask(text), auto, ['g', 'c'], [])).toEqual({ model, reason, words });
  });

  it('takes the first rule that fits, in any script', () => {
    const own = AutoOptions.parse({
      default: 'g',
      rules: [
        { name: 'translate', model: 't', keywords: ['переведи', '翻译'] },
        { name: 'coder', model: 'c', keywords: ['python'] },
      ],
    });
    const choose = (text: string) => autoModel(ask(text), own, ['g', 'c', 't'], []).reason;
    expect(choose('Переведи мне python')).toBe('policy-translate');
    expect(choose('переведите')).toBe('policy-general');
    expect(choose('python, please')).toBe('policy-coder');
    expect(choose('请翻译一下')).toBe('policy-translate');
    expect(choose('用python写一个程序')).toBe('policy-coder');
    expect(choose('用pythonic写')).toBe('policy-general');
  });

  it('knows a word with its accents composed or decomposed', () => {
    const own = AutoOptions.parse({
      default: 'g',
      rules: [{ name: 'size', model: 'c', keywords: ['gro\u0308ße'] }],
    });
    for (const text of ['welche Gr\u00f6ße?', 'welche Gro\u0308ße?'])
      expect(autoModel(ask(text), own, ['g', 'c'], []).reason).toBe('policy-size');
  });

  it('stays where it is for a short follow-up, and moves for a clear one', () => {
    const choose = (text: string) =>
      autoModel(ask('fix my rust code', text), auto, ['g', 'c'], ['c']);
    expect(choose('go on')).toEqual({ model: 'c', reason: 'policy-loaded' });
    expect(choose('and now write me a poem').model).toBe('g');
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
