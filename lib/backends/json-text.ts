import { ApiError } from '../errors.ts';
import { readJsonDocument } from './answer.ts';
import type { BackendAnswer } from './client.ts';

/** The largest JSON answer relayed, in bytes: a day of transcript with word times is well below it. */
const LIMIT = 64 * 1024 * 1024;

/** A JSON answer as the text the backend sent, proven to be an object. @throws {ApiError} 502 when it is not. */
export const readJsonText = async (answer: BackendAnswer, label: string): Promise<string> =>
  (await readJsonObject(answer, label)).text;

/** A JSON answer as the text the backend sent, and the object it is. @throws {ApiError} 502 when it is none. */
export async function readJsonObject(
  answer: BackendAnswer,
  label: string,
): Promise<{ text: string; value: object }> {
  const { text, value } = await readJsonDocument(answer, label, LIMIT);
  if (value !== null && typeof value === 'object') return { text, value };
  throw new ApiError(502, 'backend_bad_answer', `${label}: the answer is not a JSON object`);
}
