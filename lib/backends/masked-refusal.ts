import { Readable } from 'node:stream';
import { parseChunk } from '../streams/chat-chunk.ts';
import type { BackendAnswer } from './client.ts';

/** An error sent as success that another url need not share; one of the client's making (4xx) all would. */
export function refuses(text: string): boolean {
  const { error } = parseChunk(text);
  if (!error) return false;
  const { code } = error as { code?: unknown };
  return !(typeof code === 'number' && code >= 400 && code < 500);
}

/** The answer with the status it should have had. */
export function unmasked(answer: BackendAnswer, text: string): BackendAnswer {
  answer.body.destroy();
  return {
    ...answer,
    status: 500,
    headers: { 'content-type': 'application/json' },
    body: Readable.from([Buffer.from(text, 'latin1')], { objectMode: false }),
  };
}
