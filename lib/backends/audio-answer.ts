import { ApiError } from '../errors.ts';
import type { BackendAnswer } from './client.ts';

/** An answer that must be audio. @throws {ApiError} 502 for a JSON or HTML page sent as success. */
export function expectAudio(answer: BackendAnswer, label: string): BackendAnswer {
  const type = String(answer.headers['content-type'] ?? '');
  if (!/^(text\/|application\/(json|problem))/i.test(type)) return answer;
  answer.body.destroy();
  throw new ApiError(
    502,
    'backend_bad_answer',
    `${label}: the answer is ${type.split(';', 1)[0]}, not audio`,
  );
}
