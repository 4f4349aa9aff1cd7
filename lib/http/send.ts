import type { IncomingMessage, ServerResponse } from 'node:http';
import { finished } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { ApiError } from '../errors.ts';
import { errorBody, isClientGone, toApiError } from '../errors.ts';
import { discardRest, isUploaded } from './discard-rest.ts';
import type { Exchange } from './exchange.ts';
import type { Reply, StreamEnding } from './reply.ts';
import { createSseFacts } from './sse-facts.ts';
import { SseRelay } from './sse-relay.ts';

/**
 * Writes a handler's reply. Resolves when the last byte has been handed to the socket. `pingMs`: how long a stream of
 * events may be silent before a comment shows that it lives.
 */
export async function sendReply(exchange: Exchange, reply: Reply, pingMs: number): Promise<void> {
  const { req, res } = exchange;
  const status = reply.status ?? 200;
  switch (reply.kind) {
    case 'json':
      return sendWhole(
        req,
        res,
        status,
        { 'content-type': 'application/json', ...reply.headers },
        JSON.stringify(reply.value),
      );
    case 'bytes':
      exchange.usage = reply.usage ?? null;
      return sendWhole(req, res, status, reply.headers, reply.bytes);
    case 'stream':
      return sendStream(exchange, reply, pingMs);
  }
}

/** The one writer of errors. After the headers are out nothing truthful can be said any more: the connection is cut. */
export function sendError(
  req: IncomingMessage,
  res: ServerResponse,
  error: ApiError,
  requestId: string,
): void {
  // A stream that has told its failure has ended well.
  if (res.writableFinished) return;
  if (res.destroyed || isClientGone(error)) {
    res.destroy();
    return;
  }
  if (res.headersSent) {
    res.destroy();
    return;
  }
  for (const name of res.getHeaderNames()) if (name.startsWith('content-')) res.removeHeader(name);
  const headers = { 'content-type': 'application/json', ...error.options.headers };
  sendWhole(req, res, error.status, headers, JSON.stringify(errorBody(error, requestId)));
}

function sendWhole(
  req: IncomingMessage,
  res: ServerResponse,
  status: number,
  headers: Readonly<Record<string, string>>,
  body: Uint8Array | string,
): void {
  const bodiless = status === 204 || status === 304;
  res.writeHead(
    status,
    bodiless ? headers : { ...headers, 'content-length': Buffer.byteLength(body) },
  );
  const last = req.method === 'HEAD' || bodiless ? undefined : body;
  if (isUploaded(req)) {
    res.end(last);
    return;
  }
  if (last === undefined) res.flushHeaders();
  else res.write(last);
  discardRest(req, () => res.end());
}

type StreamReply = Reply & { kind: 'stream' };

async function sendStream(exchange: Exchange, reply: StreamReply, pingMs: number): Promise<void> {
  const { req, res } = exchange;
  if (!isUploaded(req)) res.once('finish', () => discardRest(req, () => {}));
  res.writeHead(reply.status ?? 200, reply.headers);
  if (req.method === 'HEAD') {
    reply.stream.destroy();
    res.end();
    return;
  }
  exchange.sending(reply.stream);
  // The head goes out in one write with what of the body is there already, else by itself. Not by `res.cork()`: Node 24 puts
  // chunks that were written meanwhile before the head.
  const { socket } = res;
  const written = socket?.bytesWritten;
  setImmediate(() => {
    if (!res.destroyed && socket?.bytesWritten === written) res.flushHeaders();
  });
  if (reply.ending !== 'cut') return sendEvents(exchange, reply, reply.ending, pingMs);
  reply.stream.once('data', () => (exchange.firstByteAt = performance.now()));
  return pipeline(reply.stream, res);
}

async function sendEvents(
  exchange: Exchange,
  reply: StreamReply,
  ending: Exclude<StreamEnding, 'cut'>,
  pingMs: number,
): Promise<void> {
  const { res, requestId } = exchange;
  const facts = createSseFacts(ending, reply.lastEvent);
  let closing: NodeJS.Timeout | undefined;
  const watch = (events: Buffer): void => {
    facts.take(events);
    exchange.firstByteAt ??= facts.firstAt();
    if (facts.isOver())
      closing ??= setTimeout(() => {
        reply.stream.unpipe(relay);
        relay.end();
      }, LAST_WORD_MS);
  };
  const relay = new SseRelay({
    pingMs,
    watch,
    verdict: facts.verdict,
    report: (error) => errorEvent(ending, error, requestId),
  });
  finished(reply.stream, (error) => {
    if (error) relay.breakOff(toApiError(error));
  });
  try {
    await pipeline(reply.stream.pipe(relay), res);
  } finally {
    clearTimeout(closing);
    reply.stream.destroy();
    exchange.usage = facts.usage();
  }
  const failure = relay.failure ?? facts.told();
  if (failure) throw failure;
}

/** A backend that keeps its connection open after its last word holds up nobody, nor the model it used. */
const LAST_WORD_MS = 1000;

/** A failure in the language of the stream; nothing after it says that the stream is complete. */
function errorEvent(
  ending: Exclude<StreamEnding, 'cut'>,
  error: ApiError,
  requestId: string,
): string {
  const data = JSON.stringify(errorBody(error, requestId));
  return ending === 'openai' ? `data: ${data}\n\n` : `event: error\ndata: ${data}\n\n`;
}
