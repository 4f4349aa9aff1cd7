import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { healthyAnswer, type HealthyAnswer } from './healthy.ts';

/** One request at the moment a fault strikes. */
export interface Blow {
  readonly req: IncomingMessage;
  readonly res: ServerResponse;
  readonly socket: Socket;
  /** How long the connection has been idle since its last request, in milliseconds; 0 for a new one. */
  readonly idleMs: number;
  /** Calls back when the whole request has come. */
  readonly received: (then: () => void) => void;
  /** What would have been the right answer. */
  readonly healthy: HealthyAnswer;
  /** Remembers what is sent instead, so that the client's side can be compared with it. */
  readonly send: (bytes: Buffer | string) => void;
}

/** What a backend does instead of answering; called when the head of a request has come. */
export type Strike = (blow: Blow) => void;

/** A fault waiting for the requests of one call. */
export interface Armed {
  readonly path: string;
  readonly strike: Strike;
  readonly healthy: HealthyAnswer;
  /** Strike from the nth request of the call on; those before are answered well. */
  readonly nth: number;
  /** Requests seen at the path. */
  attempts: number;
  readonly requests: IncomingMessage[];
  /** When each was over, answered or let go of, by `performance.now()`. */
  readonly closedAt: number[];
  readonly onHit: () => unknown;
  readonly sent: Buffer[];
}

/** Scripted backends of all six protocols behind one port: healthy, but for the calls a fault is armed for. */
export interface FaultServer {
  readonly url: string;
  readonly server: Server;
  /** `key` is the call's request id, or the model it is about. */
  readonly arm: (
    key: string,
    what: Pick<Armed, 'path' | 'strike' | 'healthy'> & { readonly nth?: number | undefined },
  ) => Armed;
  readonly disarm: (key: string) => void;
  /** Makes the router list these models. */
  readonly list: (models: readonly string[], state: 'loaded' | 'unloaded') => void;
  readonly close: () => Promise<void>;
}

export async function faultServer(): Promise<FaultServer> {
  const armed = new Map<string, Armed>();
  const models = new Map([['m', 'loaded']]);
  const server = createServer({ keepAliveTimeout: 30_000 }, (req, res) => {
    const chunks: Buffer[] = [];
    req.on('data', (chunk: Buffer) => chunks.push(chunk)).on('error', () => {});
    const id = String(req.headers['x-request-id'] ?? '');
    const entry = armed.get(id);
    if (entry && hits(entry, req.url!)) return blow(entry, req, res);
    req.on('end', () => {
      const body = Buffer.concat(chunks).toString('latin1');
      const model = modelOf(body);
      const byModel = armed.get(model);
      if (byModel && hits(byModel, req.url!)) return blow(byModel, req, res);
      usedAt.set(req.socket, performance.now());
      // The list a call is about stays the same, whatever others do to the models.
      if (entry?.path === '/models' && req.url === '/models') respond(entry.healthy, res);
      else answer(req.url!, body, model, models, res);
    });
  }).listen(0, '127.0.0.1');
  server.on('connection', (socket) => socket.on('error', () => {}));
  await once(server, 'listening');
  return {
    server,
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    arm: (key, { path, strike, healthy, nth = 1 }) => {
      const changesModel = path.startsWith('/models/');
      const unloads = path.endsWith('/unload');
      const entry: Armed = {
        path,
        strike,
        healthy,
        nth,
        attempts: 0,
        requests: [],
        closedAt: [],
        sent: [],
        // The router has done what it was told, whatever becomes of its answer.
        onHit: () => changesModel && models.set(key, unloads ? 'unloaded' : 'loaded'),
      };
      armed.set(key, entry);
      if (changesModel) models.set(key, unloads ? 'loaded' : 'unloaded');
      return entry;
    },
    disarm: (key) => void armed.delete(key),
    list: (names, state) => {
      for (const name of names) models.set(name, state);
    },
    close: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

const hits = (entry: Armed, url: string): boolean =>
  entry.path === url.split('?', 1)[0] && ++entry.attempts >= entry.nth;

const usedAt = new WeakMap<Socket, number>();

function blow(entry: Armed, req: IncomingMessage, res: ServerResponse): void {
  const { socket } = req;
  entry.requests.push(req);
  res.once('close', () => entry.closedAt.push(performance.now()));
  entry.onHit();
  const send = (bytes: Buffer | string): void => {
    const buffer = Buffer.from(bytes as string);
    entry.sent.push(buffer);
    res.write(buffer);
  };
  const received = (then: () => void): void => {
    if (req.readableEnded) setImmediate(then);
    else req.once('end', then);
  };
  const idleMs = performance.now() - (usedAt.get(socket) ?? performance.now());
  usedAt.set(socket, performance.now());
  entry.strike({ req, res, socket, idleMs, received, healthy: entry.healthy, send });
}

/** Answers as a healthy backend, remembering which models are loaded. */
function answer(
  url: string,
  body: string,
  model: string,
  models: Map<string, string>,
  res: ServerResponse,
): void {
  if (url.endsWith('/models')) {
    const data = [...models].map(([id, value]) => ({ id, object: 'model', status: { value } }));
    res.writeHead(200, { 'content-type': 'application/json' });
    res.end(JSON.stringify({ object: 'list', data }));
    return;
  }
  if (url === '/models/sse') return void res.writeHead(404).end();
  if (url === '/models/load') models.set(model, 'loaded');
  if (url === '/models/unload') models.set(model, 'unloaded');
  respond(healthyAnswer(url, body), res);
}

function respond({ type, pieces }: HealthyAnswer, res: ServerResponse): void {
  res.writeHead(200, { 'content-type': type });
  for (const piece of pieces) res.write(piece);
  res.end();
}

const modelOf = (body: string): string => /"model":\s*"([^"]+)"/.exec(body)?.[1] ?? '';
