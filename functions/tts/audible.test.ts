import { expect, it } from 'vitest';
import { ApiError } from '../../lib/errors.ts';
import { audible } from './audible.ts';

const unsaid = new ApiError(422, 'nothing_to_say', 'no');

async function listen(answers: readonly (string | ApiError)[]): Promise<string[]> {
  const source = async function* (): AsyncGenerator<string | ApiError> {
    yield* answers;
  };
  const heard: string[] = [];
  for await (const answer of audible(source())) heard.push(answer);
  return heard;
}

it('leaves out what cannot be said, and fails when nothing can', async () => {
  expect(await listen([unsaid, 'a', unsaid, 'b'])).toEqual(['a', 'b']);
  await expect(listen([unsaid, unsaid])).rejects.toBe(unsaid);
});
