import type { ServerResponse } from 'node:http';
import { fakeBackend, type FakeBackend } from './fake-backend.ts';

export interface FakeRouter extends FakeBackend {
  /** State of each model, as the router would list it; more of the status may be added. */
  readonly states: Record<string, string>;
  readonly more: Record<string, object>;
  /** The router's own arguments. */
  args: string[];
  /** How long a model takes to load; the share of it is told on the event stream, where there is one. */
  loadMs: number;
  /** Offers `GET /models/sse`. */
  tells: boolean;
  /** Takes this order, says so, and does nothing. */
  ignores: 'load' | 'unload' | null;
  /** `load a`, `unload b`, `chat a`, in order. */
  readonly calls: string[];
  /** How a chat is answered. */
  chat: (res: ServerResponse, body: string) => void;
}

/** A server that behaves like llama.cpp's router with one slot: loading takes 50 ms, an unloaded model answers 400. */
export async function fakeRouter(states: Record<string, string>): Promise<FakeRouter> {
  const listeners = new Set<ServerResponse>();
  const router = {
    states,
    more: {} as Record<string, object>,
    args: [] as string[],
    loadMs: 50,
    tells: false,
    ignores: null as 'load' | 'unload' | null,
    calls: [] as string[],
    chat: (res: ServerResponse, _body: string): void => void res.end('{"choices":[]}'),
  };
  const json = (res: ServerResponse, status: number, body: unknown): void =>
    void res.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
  const tell = (model: string, data: object): void => {
    for (const res of listeners)
      res.write(`data: ${JSON.stringify({ model, event: 'model_status', data })}\n\n`);
  };
  const load = (model: string): void => {
    states[model] = 'loading';
    const started = performance.now();
    const timer = setInterval(() => {
      const value = (performance.now() - started) / router.loadMs;
      if (states[model] !== 'loading') return clearInterval(timer);
      if (value < 1) return tell(model, { status: 'loading', progress: { value } });
      clearInterval(timer);
      states[model] = 'loaded';
      tell(model, { status: 'loaded' });
    }, router.loadMs / 10);
  };
  const list = () =>
    Object.entries(states).map(([id, value]) => ({
      id,
      object: 'model',
      created: 1,
      owned_by: 'llamacpp',
      status: { value, args: router.args, ...router.more[id] },
    }));
  const answer = (res: ServerResponse, url: string, body: string): void => {
    if (url.endsWith('/models')) return json(res, 200, { object: 'list', data: list() });
    if (url.endsWith('/models/sse') && router.tells) {
      res.writeHead(200, { 'content-type': 'text/event-stream' }).flushHeaders();
      listeners.add(res);
      res.once('close', () => listeners.delete(res));
      return;
    }
    if (!/\/(?:load|unload|completions)$/.test(url))
      return json(res, 404, { error: { code: 404, message: 'File Not Found' } });
    const { model } = JSON.parse(body) as { model: string };
    router.calls.push(`${url.split('/').at(-1)!.replace('completions', 'chat')} ${model}`);
    if (url.endsWith('/load')) {
      if (router.ignores !== 'load') load(model);
      return json(res, 200, { success: true });
    }
    if (url.endsWith('/unload')) {
      if (router.ignores !== 'unload') states[model] = 'unloaded';
      return json(res, 200, { success: true });
    }
    if (!['loaded', 'sleeping'].includes(states[model] ?? ''))
      return json(res, 400, {
        error: { code: 400, message: 'model is not loaded', type: 'invalid_request_error' },
      });
    res.setHeader('content-type', 'application/json');
    router.chat(res, body);
  };
  const backend = await fakeBackend((req, res, seen) => {
    req.on('end', () => answer(res, req.url!, seen.body));
  });
  return Object.assign(router, backend);
}
