import type { Readable } from 'node:stream';
import type { BackendConfig } from '../config/backends.ts';
import { ApiError, clientGone } from '../errors.ts';
import { mapErrors } from '../streams/map-errors.ts';
import type { BackendAnswer, BackendRequest } from './client.ts';
import { connectionFault, tooSilent } from './connection-fault.ts';
import type { Carried, Target } from './pools.ts';
import type { Replay } from './replay.ts';

export const reasonOf = (signal: AbortSignal): ApiError =>
  signal.reason instanceof ApiError ? signal.reason : clientGone('aborted');

export interface Try {
  readonly target: Target;
  readonly body: Replay;
  readonly signal: AbortSignal;
  /** Not on a connection that has served others. */
  readonly fresh: boolean;
  /** Filled in when the request is handed to a connection. */
  readonly carried: Carried;
}

/** One request to one url of a backend. Throws what undici throws; the body fails with an `ApiError`. */
export async function attempt(
  config: BackendConfig,
  request: BackendRequest,
  { target, body, signal, fresh, carried }: Try,
): Promise<BackendAnswer> {
  const { timeouts } = config;
  const started = performance.now();
  const headersSeconds = request.headersSeconds ?? timeouts.headersSeconds;
  // A stream cannot be sent again, so it gets a connection that cannot have gone stale.
  const pool = fresh || typeof request.body === 'function' ? target.fresh : target.pool;
  const options = {
    method: request.method,
    path: target.prefix + request.path,
    headers: { 'accept-encoding': 'identity', ...config.headers, ...request.headers },
    body: body.next() as Readable | string | Uint8Array | null,
    signal,
    headersTimeout: Math.min(headersSeconds, timeouts.firstByteSeconds ?? Infinity) * 1000,
    bodyTimeout: (request.idleSeconds ?? timeouts.idleSeconds) * 1000,
    carried,
  };
  const answer = await pool.request(options);
  // What goes wrong later, in the body, is named as what goes wrong in the call; who has let go of it need not hear it.
  const named = (error: Error): Error =>
    signal.aborted ? reasonOf(signal) : connectionFault(config.name, error);
  // What it sent before it broke is delivered first; what we end ourselves ends at once.
  const isFault = (error: Error): boolean => !signal.aborted && !(error instanceof ApiError);
  const stream = mapErrors(answer.body, named, isFault).on('error', () => {});
  if (timeouts.firstByteSeconds !== undefined)
    limitFirstByte(stream, config.name, started + timeouts.firstByteSeconds * 1000);
  return { status: answer.statusCode, headers: answer.headers, body: stream };
}

function limitFirstByte(body: Readable, name: string, at: number): void {
  const timer = setTimeout(() => {
    if (!body.readableDidRead && body.readableLength === 0) body.destroy(tooSilent(name));
  }, at - performance.now());
  body.once('close', () => clearTimeout(timer));
}
