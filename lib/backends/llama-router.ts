import type { RouterModel, RouterPort } from '../models/router-port.ts';
import { ApiError } from '../errors.ts';
import { expectOk, readJson, readText } from './answer.ts';
import type { Backend, BackendAnswer } from './client.ts';
import { modelEvents } from './model-events.ts';
import type { CallContext } from './post-form.ts';

const LABEL = 'LLM router error';

/** The protocol of llama.cpp's server in router mode. */
export const createLlamaRouter = (backend: Backend) => {
  const get = async (path: string, context: CallContext): Promise<unknown> =>
    readJson(
      await expectOk(
        await backend.send({
          method: 'GET',
          path,
          headers: context.headers,
          signal: context.signal,
        }),
        LABEL,
      ),
    );

  /** `POST /models/load` or `/unload`; the states in `fine` (as the server words them) count as success. */
  const order = async (
    path: string,
    model: string,
    fine: RegExp,
    context: CallContext,
  ): Promise<unknown> => {
    const answer = await backend.send({
      method: 'POST',
      path,
      headers: { ...context.headers, 'content-type': 'application/json' },
      body: JSON.stringify({ model }),
      signal: context.signal,
    });
    if (answer.status !== 400) return readJson(await expectOk(answer, LABEL));
    const text = await readText(answer);
    if (fine.test(text)) return { success: true };
    if (/not found/i.test(text)) {
      throw new ApiError(404, 'model_not_found', reasonOf(text), { param: 'model' });
    }
    throw new ApiError(400, 'model_not_changed', `${LABEL}: ${reasonOf(text)}`, { param: 'model' });
  };

  return {
    /** The router's list object, `data` included. */
    models: async (context: CallContext): Promise<RouterList> =>
      readList(await get('/models', context)),
    load: (model: string, context: CallContext) =>
      order('/models/load', model, /already (?:running|loaded)/i, context),
    unload: (model: string, context: CallContext) =>
      order('/models/unload', model, /not (?:running|loaded)/i, context),

    /**
     * The router's events until `signal` ends them: progress from 0 to 1, or null for a change of state. Resolves with
     * false when it does not offer them.
     */
    follow: async (
      onProgress: (model: string, value: number | null) => void,
      context: CallContext,
    ): Promise<boolean> => {
      const answer = await backend.send({
        method: 'GET',
        path: '/models/sse',
        headers: { ...context.headers, accept: 'text/event-stream' },
        signal: context.signal,
        headersSeconds: 10,
        idleSeconds: 3600,
      });
      const type = String(answer.headers['content-type'] ?? '');
      if (answer.status !== 200 || !type.startsWith('text/event-stream')) {
        answer.body.destroy();
        return false;
      }
      for await (const { model, value } of modelEvents(answer.body)) onProgress(model, value);
      return true;
    },

    /** A chat completion, from its JSON text; the answer is 2xx, its body streams. */
    chat: async (text: string, context: CallContext): Promise<BackendAnswer> =>
      expectOk(
        await backend.send({
          method: 'POST',
          path: '/v1/chat/completions',
          headers: { ...context.headers, 'content-type': 'application/json' },
          body: text,
          signal: context.signal,
        }),
        'LLM backend error',
      ),
  };
};

export type LlamaRouter = ReturnType<typeof createLlamaRouter>;

/** The router as model loading sees it. Headers of the request that waits go along with its calls. */
export const routerPort = (
  router: LlamaRouter,
  headers: Readonly<Record<string, string>>,
): RouterPort => ({
  list: async (signal) => (await router.models({ signal, headers })).data,
  load: async (model, signal) => void (await router.load(model, { signal, headers })),
  unload: async (model, signal) => void (await router.unload(model, { signal, headers })),
  follow: (onProgress, signal) => router.follow(onProgress, { signal, headers }),
});

type RouterList = { data: RouterModel[] } & Record<string, unknown>;

const isModel = (item: unknown): item is RouterModel =>
  typeof (item as RouterModel | null)?.id === 'string';

/** One entry that is no model does not hide the others. */
function readList(value: unknown): RouterList {
  const list = value as { data?: unknown } | null;
  if (Array.isArray(list?.data)) {
    const data = list.data.filter(isModel);
    if (data.length > 0 || list.data.length === 0) return { ...list, data };
  }
  throw new ApiError(502, 'backend_bad_answer', `${LABEL}: the model list has no data`);
}

function reasonOf(text: string): string {
  try {
    const { error } = JSON.parse(text) as { error?: { message?: unknown } };
    return typeof error?.message === 'string' ? error.message.slice(0, 300) : 'refused';
  } catch {
    return 'refused';
  }
}
