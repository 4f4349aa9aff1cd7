import { expect } from 'vitest';
import { cut, asSent, inBand, refused, whole, type Kind, type Outcome } from './outcome.ts';

/** An answer as it came, to its end. */
export interface Observed {
  readonly status: number;
  readonly headers: Headers;
  readonly body: Buffer;
  /** Whether HTTP says that the body is complete. */
  readonly complete: boolean;
}

export async function observe(url: string, init: RequestInit): Promise<Observed> {
  const answer = await fetch(url, init);
  const chunks: Uint8Array[] = [];
  let complete = true;
  try {
    for await (const chunk of answer.body ?? []) chunks.push(chunk as Uint8Array);
  } catch {
    complete = false;
  }
  return { status: answer.status, headers: answer.headers, body: Buffer.concat(chunks), complete };
}

/** What none of our answers and log lines may hold. */
export const SECRETS =
  /hunter2|sesame|confidential|Traceback|<html|127\.0\.0\.1|\bat .+\.(?:ts|mjs):\d+/i;

export interface Compared {
  readonly kind: Kind;
  readonly key: string;
  /** What the client gets from a healthy backend. */
  readonly healthy: Buffer;
  /** What the backend sent. */
  readonly sent: Buffer;
  readonly tells: boolean;
}

/** What a client makes of an answer. */
export function outcomeOf(observed: Observed, compared: Compared): Outcome {
  const { status, body, complete } = observed;
  if (status >= 400) return refusal(observed, compared.key);
  expect(status).toBe(200);
  if (!complete) return cut;
  if (compared.tells) {
    const { load } = JSON.parse(body.toString()) as {
      load: { success: boolean; status_code: number; detail: string };
    };
    if (!load.success) {
      expect(load.detail).not.toMatch(SECRETS);
      return refused(load.status_code, 'told');
    }
  }
  if (body.equals(compared.healthy)) return whole;
  const failed = errorAtEnd(body.toString(), compared);
  if (failed) return failed;
  expect(body.toString('latin1'), 'neither whole nor as sent').toBe(
    compared.sent.toString('latin1'),
  );
  return asSent;
}

function refusal({ status, headers, body }: Observed, key: string): Outcome {
  expect(headers.get('content-type')).toContain('application/json');
  const { error, ...rest } = JSON.parse(body.toString()) as {
    error: { message: string; code: string };
    detail: unknown;
    request_id: string;
  };
  expect(Object.keys(rest)).toEqual(['detail', 'request_id']);
  expect(Object.keys(error)).toEqual(['message', 'type', 'param', 'code']);
  expect([rest.request_id, headers.get('x-request-id')]).toEqual([key, key]);
  expect(body.toString()).not.toMatch(SECRETS);
  return refused(status, error.code, headers.get('retry-after') ?? undefined);
}

const ERROR = {
  chat: /(?:^|\n\n)data: (\{"error":.*\})\n\n$/,
  events: /(?:^|\n)event: error\ndata: (\{"error":.*\})\n\n$/,
} as const;

/** An error event at the very end, behind whole events of the healthy stream and without its last word. */
function errorAtEnd(text: string, { kind, key, healthy }: Compared): Outcome | null {
  if (kind !== 'chat' && kind !== 'events') return null;
  const found = ERROR[kind].exec(text);
  if (!found) return null;
  const heard = text.slice(
    0,
    text.length - found[0].length + found[0].indexOf(kind === 'chat' ? 'data:' : 'event:'),
  );
  // Comments say that the gateway is still waiting.
  const before = heard.replace(/^: .*\n\n/gm, '');
  expect(healthy.toString().startsWith(before), 'events before the error').toBe(true);
  expect(before).not.toMatch(/\[DONE\]|event: done/);
  if (before) expect(before).toMatch(/(?:\n\n|\r\n\r\n)$/);
  const { error, request_id: id } = JSON.parse(found[1]!) as {
    error: { code: string };
    request_id: string;
  };
  expect(id).toBe(key);
  expect(found[1]).not.toMatch(SECRETS);
  return inBand(error.code);
}
