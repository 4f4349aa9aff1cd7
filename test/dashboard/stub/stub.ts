import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { existsSync, readFileSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { fileURLToPath } from 'node:url';
import { APP_HEADERS } from '../../../functions/dashboard/security-headers.ts';

const PUBLIC = fileURLToPath(new URL('../../../dist/dashboard/public/', import.meta.url));

const TYPES: Readonly<Record<string, string>> = {
  html: 'text/html; charset=utf-8',
  js: 'text/javascript; charset=utf-8',
  css: 'text/css; charset=utf-8',
  svg: 'image/svg+xml',
  woff2: 'font/woff2',
  txt: 'text/plain; charset=utf-8',
};

export type Answer = (
  req: IncomingMessage,
  res: ServerResponse,
  body: Buffer,
  url: URL,
) => void | Promise<void>;

export interface Stub {
  readonly url: string;
  /** Every call of the API: `METHOD /path`. */
  readonly calls: { readonly what: string; readonly body: string }[];
  /** Answers `METHOD /path` from now on. */
  readonly on: (what: string, answer: Answer) => void;
  readonly close: () => Promise<void>;
}

export const answerJson =
  (value: unknown, status = 200): Answer =>
  (_, res) => {
    res.writeHead(status, { 'content-type': 'application/json' });
    res.end(JSON.stringify(value));
  };

export const answerError = (status: number, code: string, message: string): Answer =>
  answerJson(
    {
      error: { message, type: 'error', param: null, code },
      detail: message,
      request_id: '0f8b3c52-6d1e-4b7a-9a55-3d3d5b1c7e10',
    },
    status,
  );

/** A server that serves the built pages under their policy and answers the API from a script. */
export async function startStub(answers: Readonly<Record<string, Answer>>): Promise<Stub> {
  const table = new Map(Object.entries(answers));
  const calls: { what: string; body: string }[] = [];
  const serve = async (req: IncomingMessage, res: ServerResponse): Promise<void> => {
    const url = new URL(req.url ?? '/', 'http://stub');
    if (servePage(url.pathname, res)) return;
    const chunks: Buffer[] = [];
    for await (const chunk of req) chunks.push(chunk as Buffer);
    const body = Buffer.concat(chunks);
    const what = `${req.method} ${url.pathname}`;
    calls.push({ what, body: body.toString('latin1') });
    const answer = table.get(what) ?? answerError(404, 'not_found', `nothing at ${url.pathname}`);
    await answer(req, res, body, url);
  };
  const server = createServer((req, res) => {
    serve(req, res).catch(() => res.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    calls,
    on: (what, answer) => void table.set(what, answer),
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}

const PAGES: Readonly<Record<string, string>> = {
  '/dashboard': 'index.html',
  '/dashboard/login': 'login.html',
  '/docs': 'docs.html',
};

function servePage(path: string, res: ServerResponse): boolean {
  const file = PAGES[path] ?? /^\/dashboard\/(assets\/[\w.-]+)$/.exec(path)?.[1];
  if (!file || !existsSync(PUBLIC + file)) return false;
  res.writeHead(200, {
    'content-type': TYPES[file.slice(file.lastIndexOf('.') + 1)] ?? 'application/octet-stream',
    ...APP_HEADERS,
  });
  res.end(readFileSync(PUBLIC + file));
  return true;
}
