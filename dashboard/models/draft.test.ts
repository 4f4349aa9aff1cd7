import { expect, test } from 'vitest';
import { fieldsOf } from '../../lib/models/families.ts';
import { crossProblem, draftOf, problemOf, valuesOf } from './draft.ts';

const fields = fieldsOf('gpt-oss-20b');
const field = (name: string) => fields.find((one) => one.name === name)!;

test.each([
  ['temperature', '', null],
  ['temperature', '2', null],
  ['temperature', '2.1', 'at most 2'],
  ['temperature', 'warm', 'a number is expected'],
  ['temperature', 'NaN', 'a number is expected'],
  ['top_k', '1.5', 'a whole number is expected'],
  ['runtime_ctx_size', '511', 'at least 512'],
  ['reasoning_effort', 'medium', null],
  ['reasoning_effort', 'much', 'one of low, medium, high'],
  ['system_prompt', 'anything', null],
])('%s = "%s": %s', (name, typed, problem) => {
  expect(problemOf(field(name), typed)).toBe(problem);
});

test('what is empty is deleted, numbers are sent as numbers', () => {
  const draft = {
    ...draftOf(fields, { temperature: 0.5 }),
    top_k: '40',
    system_prompt: ' Be kind. ',
  };
  const values = valuesOf(fields, draft);
  expect(values).toMatchObject({
    temperature: 0.5,
    top_k: 40,
    system_prompt: 'Be kind.',
    min_p: null,
  });
});

test('an answer longer than the context is pointed out', () => {
  expect(crossProblem({ max_tokens: '900', runtime_ctx_size: '600' })).toContain('larger');
  expect(crossProblem({ max_tokens: '900', runtime_ctx_size: '' })).toBeNull();
});
