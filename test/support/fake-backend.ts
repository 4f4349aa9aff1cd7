import {
  createServer,
  type IncomingMessage,
  type RequestListener,
  type Server,
  type ServerResponse,
} from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { onTestFinished } from 'vitest';

export interface Seen {
  readonly method: string;
  readonly url: string;
  readonly headers: IncomingMessage['headers'];
  /** Bytes of the body that have arrived. */
  bytes: number;
  body: string;
  /** Set when the connection closed before our answer was complete: when, by `performance.now()`. */
  abortedAt: number | null;
}

export interface FakeBackend {
  readonly url: string;
  readonly server: Server;
  readonly seen: Seen[];
}

/** How a scripted backend answers; it is called when the request's head has come. */
export type Script = (req: IncomingMessage, res: ServerResponse, seen: Seen) => void;

/** A real server on a free port that answers as it is told and remembers what it saw. */
export async function fakeBackend(script: Script, keepBodies = true): Promise<FakeBackend> {
  const seen: Seen[] = [];
  const listener: RequestListener = (req, res) => {
    const entry: Seen = {
      method: req.method!,
      url: req.url!,
      headers: req.headers,
      bytes: 0,
      body: '',
      abortedAt: null,
    };
    seen.push(entry);
    req.on('data', (chunk: Buffer) => {
      entry.bytes += chunk.length;
      if (keepBodies) entry.body += chunk.toString('latin1');
    });
    req.on('error', () => {});
    res.on('close', () => {
      if (!res.writableFinished) entry.abortedAt = performance.now();
    });
    script(req, res, entry);
  };
  const server = createServer(listener).listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, server, seen };
}

/** Answers with JSON when the whole request has come. */
export const afterBody =
  (status: number, body: unknown, headers: Record<string, string> = {}): Script =>
  (req, res) => {
    req.on('end', () =>
      res
        .writeHead(status, { 'content-type': 'application/json', ...headers })
        .end(typeof body === 'string' ? body : JSON.stringify(body)),
    );
  };
