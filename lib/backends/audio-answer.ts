import { once } from 'node:events';
import type { Readable } from 'node:stream';
import { ApiError } from '../errors.ts';
import type { BackendAnswer } from './client.ts';

/**
 * An answer that must be audio; waits for its first bytes, so that an empty one is no success.
 * @throws {ApiError} 502 for nothing, or a JSON or HTML page sent as success.
 */
export async function expectAudio(answer: BackendAnswer, label: string): Promise<BackendAnswer> {
  const type = String(answer.headers['content-type'] ?? '').split(';', 1)[0]!;
  const fail = (reason: string): never => {
    answer.body.destroy();
    throw new ApiError(502, 'backend_bad_answer', `${label}: ${reason}`);
  };
  if (/^(text\/|application\/(json|problem))/i.test(type))
    return fail(`the answer is ${type}, not audio`);
  if (answer.status !== 200) return fail(`status ${answer.status} where audio is expected`);
  if (!(await hasBytes(answer.body))) return fail('the audio is empty');
  return answer;
}

/** The same, for what must be WAV. */
export async function expectWav(answer: BackendAnswer, label: string): Promise<BackendAnswer> {
  const { body } = await expectAudio(answer, label);
  const head = body.read() as Buffer;
  body.unshift(head);
  if (/^RI?F?F?/.exec(head.toString('latin1', 0, 4))?.[0].length === Math.min(4, head.length))
    return answer;
  body.destroy();
  throw new ApiError(502, 'backend_bad_answer', `${label}: the answer is not WAV audio`);
}

async function hasBytes(body: Readable): Promise<boolean> {
  if (body.readableLength > 0) return true;
  // `readable` also tells of the end, with nothing to read.
  if (!body.readableEnded) await once(body, 'readable');
  return body.readableLength > 0;
}
