import {
  Agent,
  request,
  type IncomingHttpHeaders,
  type IncomingMessage,
  type ServerResponse,
} from 'node:http';
import { ApiError } from '../errors.ts';
import { discardRest } from '../http/discard-rest.ts';

const HOP_BY_HOP = new Set([
  'connection',
  'keep-alive',
  'proxy-connection',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
]);

/** A client that could take these away could make its body look like another request. */
const PROTECTED = /^(?:content-|host$|x-forwarded-)/;

const agent = new Agent({ keepAlive: true, maxSockets: Infinity });

/** Nothing listens at the port, and nothing of the request has been read: it may be sent again. */
export class NotListening extends Error {
  override readonly name = 'NotListening';
}

/** A connection that was kept may have been closed meanwhile; only requests that may be sent twice use one. */
const isRepeatable = ({ method }: IncomingMessage): boolean =>
  method === 'GET' || method === 'HEAD' || method === 'OPTIONS';

/**
 * Passes a request on and its answer back, both as streams. A client that leaves ends the call; an answer that breaks
 * cuts the client's connection. Headers are those a Knative ingress would send. Resolves when the answer has been sent.
 * @throws {NotListening | ApiError} 502 before the answer has begun.
 */
export function proxy(
  req: IncomingMessage,
  res: ServerResponse,
  port: number,
  host: string,
): Promise<void> {
  return new Promise((resolve, reject) => {
    const call = request({
      agent: isRepeatable(req) ? agent : false,
      port,
      host: '127.0.0.1',
      method: req.method,
      path: req.url,
      headers: forwarded(req, host),
    });
    call.on('response', (answer) => {
      res.writeHead(answer.statusCode!, answer.statusMessage, endToEnd(answer.headers));
      res.flushHeaders();
      answer.on('error', () => res.destroy());
      answer.on('aborted', () => res.destroy());
      answer.pipe(res);
    });
    call.on('error', (cause: NodeJS.ErrnoException) => {
      if (res.headersSent || res.destroyed) res.destroy();
      else if (cause.code === 'ECONNREFUSED' || (call.reusedSocket && isRepeatable(req)))
        reject(new NotListening());
      else
        reject(
          new ApiError(502, 'function_broken', 'the function broke the connection', { cause }),
        );
    });
    // An early answer leaves the rest of the upload unread, and behind it the next request on this connection.
    res.once('finish', () => discardRest(req, () => {}));
    res.once('close', () => {
      if (!res.writableFinished) call.destroy();
      resolve();
    });
    req.on('aborted', () => call.destroy());
    // The body waits for the connection, so that a refused one costs nothing of it.
    call.once('socket', (socket) => {
      if (socket.connecting) socket.once('connect', () => req.pipe(call));
      else req.pipe(call);
    });
  });
}

function forwarded(req: IncomingMessage, host: string): IncomingHttpHeaders {
  const headers = endToEnd(req.headers);
  const client = req.socket.remoteAddress?.replace(/^::ffff:/, '') ?? '';
  headers['x-forwarded-for'] = [headers['x-forwarded-for'], client].filter(Boolean).join(', ');
  // HTTP/1.0 knows requests without a host.
  if (req.headers.host) headers['x-forwarded-host'] ??= req.headers.host;
  headers['x-forwarded-proto'] ??= 'http';
  headers.host = host;
  if (req.headers['transfer-encoding'] !== undefined) headers['transfer-encoding'] = 'chunked';
  return headers;
}

function endToEnd(headers: IncomingHttpHeaders): IncomingHttpHeaders {
  const named = (headers.connection ?? '').toLowerCase().split(/\s*,\s*/);
  const drop = (name: string): boolean =>
    HOP_BY_HOP.has(name) || (named.includes(name) && !PROTECTED.test(name));
  return Object.fromEntries(Object.entries(headers).filter(([name]) => !drop(name)));
}
