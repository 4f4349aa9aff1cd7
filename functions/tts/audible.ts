import { ApiError } from '../../lib/errors.ts';

/** What a speech backend says of a text without a sound, such as an emoji alone. */
export const isInaudible = (error: unknown): error is ApiError =>
  error instanceof ApiError && error.code === 'nothing_to_say';

/** Leaves out sentences that cannot be spoken. @throws the first one's error when none can. */
export async function* audible<T>(answers: AsyncGenerator<T | ApiError>): AsyncGenerator<T> {
  let unsaid: ApiError | null = null;
  let said = false;
  for await (const answer of answers) {
    if (isInaudible(answer)) unsaid ??= answer;
    else {
      said = true;
      yield answer;
    }
  }
  if (!said && unsaid) throw unsaid;
}
