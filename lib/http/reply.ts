import type { Readable } from 'node:stream';
import type { Usage } from '../streams/usage.ts';

export type Headers = Readonly<Record<string, string>>;

/** How a stream tells its reader that it broke: not at all (the connection is cut), or in its own language. */
export type StreamEnding = 'cut' | 'openai' | 'event';

/** What a handler answers. Made by `json`, `bytes` and `stream` only. */
export type Reply<T = unknown> =
  | {
      readonly kind: 'json';
      readonly status?: number | undefined;
      readonly headers?: Headers | undefined;
      readonly value: T;
    }
  | {
      readonly kind: 'bytes';
      readonly status?: number | undefined;
      readonly headers: Headers;
      readonly bytes: Uint8Array | string;
      /** What the answer of a chat cost, as it says itself. */
      readonly usage?: Usage | null | undefined;
    }
  | {
      readonly kind: 'stream';
      readonly status?: number | undefined;
      readonly headers: Headers;
      readonly stream: Readable;
      readonly ending: StreamEnding;
      /** The event without which a stream of the kind `event` is incomplete. */
      readonly lastEvent?: string | undefined;
    };

interface Init {
  readonly status?: number;
  readonly headers?: Headers;
}

export const json = <T>(value: T, init: Init = {}): Reply<T> => ({ kind: 'json', value, ...init });

export const bytes = (
  body: Uint8Array | string,
  contentType: string,
  init: Init & { readonly usage?: Usage | null } = {},
): Reply<never> => ({
  kind: 'bytes',
  bytes: body,
  usage: init.usage,
  status: init.status,
  headers: { 'content-type': contentType, ...init.headers },
});

/** A body of unknown length. When it breaks after the first byte the connection is cut, never ended cleanly. */
export const stream = (body: Readable, contentType: string, init: Init = {}): Reply<never> => ({
  kind: 'stream',
  stream: body,
  ending: 'cut',
  status: init.status,
  headers: { 'content-type': contentType, ...init.headers },
});

/**
 * Server-sent events relayed byte for byte. A break, or an end without the last word (`[DONE]` or a finish reason, or
 * `lastEvent`), is reported as an error event, and nothing says "done".
 */
export const events = (
  body: Readable,
  ending: 'openai' | 'event',
  init: Init & { readonly lastEvent?: string } = {},
): Reply<never> => ({
  kind: 'stream',
  stream: body,
  ending,
  lastEvent: init.lastEvent,
  status: init.status,
  headers: {
    'content-type': 'text/event-stream; charset=utf-8',
    'cache-control': 'no-cache, no-transform',
    'x-accel-buffering': 'no',
    ...init.headers,
  },
});
