import { expect, inject } from 'vitest';
import { encodeWav } from '../../lib/audio/wav.ts';
import { at } from './host.ts';

export const stack = (): string => inject('stack');

/** Calls a public path on the host under test. */
export const call = (path: string, init?: RequestInit): Promise<Response> =>
  fetch(at(inject('host'), path), init);

export const postJson = (
  path: string,
  body: unknown,
  headers: Record<string, string> = {},
): Promise<Response> =>
  call(path, {
    method: 'POST',
    body: JSON.stringify(body),
    headers: { 'content-type': 'application/json', ...headers },
  });

export type Entry = readonly [name: string, value: string | Uint8Array, filename?: string];

export function postForm(path: string, ...entries: Entry[]): Promise<Response> {
  const form = new FormData();
  for (const [name, value, filename] of entries) {
    if (typeof value === 'string') form.append(name, value);
    else form.append(name, new Blob([value], { type: 'audio/wav' }), filename ?? 'audio.wav');
  }
  return call(path, { method: 'POST', body: form });
}

/** A tone as a WAV file. */
export function toneWav(seconds: number, hertz = 220, sampleRate = 16_000): Uint8Array {
  const samples = Float32Array.from(
    { length: seconds * sampleRate },
    (_, i) => 0.4 * Math.sin((2 * Math.PI * hertz * i) / sampleRate),
  );
  return encodeWav({ sampleRate, channels: [samples] });
}

const spoken = new Map<string, Uint8Array>();

/** Speech made by the host itself, once per sentence. */
export async function speech(text: string, voiceId: string | null = null): Promise<Uint8Array> {
  const key = `${voiceId} ${text}`;
  const known = spoken.get(key);
  if (known) return known;
  const answer = await postJson('/tts/synthesize', { text, voice_id: voiceId });
  expect(answer.status).toBe(200);
  const bytes = new Uint8Array(await answer.arrayBuffer());
  spoken.set(key, bytes);
  return bytes;
}

export interface ErrorBody {
  readonly error: {
    readonly message: string;
    readonly type: string;
    readonly param: string | null;
    readonly code: string;
  };
  readonly detail: unknown;
  readonly request_id: string;
}

/** The one error shape of every route. */
export async function expectError(answer: Response, status: number): Promise<ErrorBody> {
  expect(answer.status).toBe(status);
  expect(answer.headers.get('content-type')).toContain('application/json');
  const body = (await answer.json()) as ErrorBody;
  expect(Object.keys(body)).toEqual(['error', 'detail', 'request_id']);
  expect(Object.keys(body.error)).toEqual(['message', 'type', 'param', 'code']);
  expect(body.request_id).toBe(answer.headers.get('x-request-id'));
  return body;
}
