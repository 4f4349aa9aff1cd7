import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { familyOf, fieldsOf, profileSchema } from './families.ts';
import { checkProfile, ProfileValueError } from './profile-values.ts';

describe('checkProfile', () => {
  it.each([
    [{ temperature: '0.5' }, { temperature: 0.5 }],
    [{ top_k: '20' }, { top_k: 20 }],
    [
      { temperature: 0, top_p: 1 },
      { temperature: 0, top_p: 1 },
    ],
    [{ system_prompt: '  hi ' }, { system_prompt: 'hi' }],
    [{ system_prompt: '   ' }, { system_prompt: null }],
    [{ top_k: null }, { top_k: null }],
  ])('%j becomes %j', (given, checked) => {
    expect(checkProfile('m', given)).toEqual(checked);
  });

  it.each([
    { temperature: 'NaN' },
    { temperature: true },
    { temperature: Infinity },
    { temperature: '' },
    { top_k: 1.9 },
    { top_k: '5.5' },
    { top_p: 1.01 },
    { max_tokens: 0 },
    { system_prompt: 3 },
    { reasoning_effort: 'high' },
    { colour: 1 },
  ])('%j names the field', (given) => {
    expect(() => checkProfile('m', given)).toThrow(ProfileValueError);
    expect(() => checkProfile('m', given)).toThrow(Object.keys(given)[0]);
  });

  it('lets nothing but finite numbers in range and words through', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...fieldsOf('gpt-oss-20b')),
        fc.anything(),
        ({ name, min, max }, value) => {
          try {
            const checked = checkProfile('gpt-oss-20b', { [name]: value })[name];
            if (typeof checked === 'number') expect(checked >= min! && checked <= max!).toBe(true);
            else expect(checked === null || typeof checked === 'string').toBe(true);
          } catch (error) {
            expect(error).toBeInstanceOf(ProfileValueError);
          }
        },
      ),
    );
  });
});

it.each([
  ['gpt-oss-20b', 'gpt-oss'],
  ['unsloth/GLM-4.7-Flash', 'glm-4.7-flash'],
  ['Qwen3-8B', 'qwen'],
  ['llama', 'generic'],
])('%s is of the family %s', (model, family) => {
  expect(familyOf(model)).toBe(family);
  expect(
    profileSchema(model)
      .fields.map(({ name }) => name)
      .includes('reasoning_effort'),
  ).toBe(family === 'gpt-oss');
});
