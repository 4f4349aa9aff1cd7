import type { ServerResponse } from 'node:http';
import { fakeBackend, type FakeBackend } from './fake-backend.ts';

export interface FakeRouter extends FakeBackend {
  /** State of each model, as the router would list it. */
  readonly states: Record<string, string>;
  /** The router's own arguments. */
  args: string[];
  /** `load a`, `unload b`, `chat a`, in order. */
  readonly calls: string[];
  /** How a chat is answered. */
  chat: (res: ServerResponse, body: string) => void;
}

/** A server that behaves like llama.cpp's router with one slot: loading takes 50 ms, an unloaded model answers 400. */
export async function fakeRouter(states: Record<string, string>): Promise<FakeRouter> {
  const router = {
    states,
    args: [] as string[],
    calls: [] as string[],
    chat: (res: ServerResponse, _body: string): void => void res.end('{"choices":[]}'),
  };
  const json = (res: ServerResponse, status: number, body: unknown): void =>
    void res.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
  const answer = (res: ServerResponse, url: string, body: string): void => {
    if (url.endsWith('/models')) {
      const data = Object.entries(states).map(([id, value]) => ({
        id,
        object: 'model',
        created: 1,
        owned_by: 'llamacpp',
        status: { value, args: router.args },
      }));
      return json(res, 200, { object: 'list', data });
    }
    const { model } = JSON.parse(body) as { model: string };
    router.calls.push(`${url.split('/').at(-1)!.replace('completions', 'chat')} ${model}`);
    if (url.endsWith('/load')) {
      states[model] = 'loading';
      setTimeout(() => (states[model] = 'loaded'), 50);
      return json(res, 200, { success: true });
    }
    if (url.endsWith('/unload')) {
      states[model] = 'unloaded';
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
