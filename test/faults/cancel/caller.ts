import { once } from 'node:events';
import { request } from 'node:http';
import type { Observed } from '../wall/observed.ts';

/** A call whose client can be watched and can leave. */
export interface Caller {
  /** Whether the head of the answer has come, and how many bytes of the body. */
  readonly heard: () => { readonly head: boolean; readonly bytes: number };
  /** Closes the connection; resolves with the instant it was closed, by `performance.now()`. */
  readonly leave: () => Promise<number>;
  /** The answer as it came, to its end. */
  readonly answer: Promise<Observed>;
}

/** Makes a call from a form, JSON or nothing; `share` of its body is sent, the rest never. */
export async function makeCall(
  url: string,
  id: string,
  body: FormData | object | undefined,
  share: number,
): Promise<Caller> {
  const form = body instanceof FormData;
  const packed = new Response(form ? body : JSON.stringify(body));
  const bytes = body ? Buffer.from(await packed.arrayBuffer()) : Buffer.alloc(0);
  const type = form ? packed.headers.get('content-type')! : 'application/json';
  const req = request(url, {
    method: body ? 'POST' : 'GET',
    agent: false,
    headers: {
      'x-request-id': id,
      ...(body && { 'content-type': type, 'content-length': bytes.length }),
      ...(share < 1 && { expect: '100-continue' }),
    },
  });
  const chunks: Buffer[] = [];
  let head = false;
  const answer = new Promise<Observed>((resolve, reject) => {
    req.on('error', reject).once('response', (res) => {
      head = true;
      res.on('data', (chunk: Buffer) => chunks.push(chunk)).on('error', () => {});
      res.once('close', () => {
        const headers = new Headers(res.headers as Record<string, string>);
        const whole = Buffer.concat(chunks);
        resolve({ status: res.statusCode!, headers, body: whole, complete: res.complete });
      });
    });
  });
  answer.catch(() => {});
  if (share === 1) req.end(bytes);
  else {
    // The function has taken the request by then.
    req.flushHeaders();
    await once(req, 'continue');
    req.write(bytes.subarray(0, Math.floor(bytes.length * share)));
  }
  return {
    answer,
    heard: () => ({ head, bytes: chunks.reduce((sum, chunk) => sum + chunk.length, 0) }),
    leave: () =>
      new Promise((resolve) => {
        const left = (): void => resolve(performance.now());
        if (req.closed) left();
        else req.once('close', left).destroy();
      }),
  };
}
