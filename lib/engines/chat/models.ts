import { systemClock, type Clock } from './clock.ts';
import { isRunning, newModel, toEntry, type ModelEntry, type ModelState } from './model-entry.ts';
import type { ModelEvent } from './model-events.ts';
import { createModelLife } from './model-life.ts';
import { CHAT_MODELS } from './model-names.ts';
import { refusal, SUCCESS, type RouterAnswer } from './router-answer.ts';

export interface ModelListOptions {
  readonly ids?: readonly string[] | undefined;
  /** `--models-max`: how many run at a time; 0 sets no bound. 1 when left out. */
  readonly modelsMax?: number | undefined;
  /** The opposite of `--no-models-autoload`; false when left out. */
  readonly autoload?: boolean | undefined;
  /** `--sleep-idle-seconds`: 0, and when left out, never. */
  readonly idleSeconds?: number | undefined;
  /** What loading really does, such as starting the engine; a rejection is a failed load. Takes 200 ms when left out. */
  readonly start?: ((id: string) => Promise<void>) | undefined;
  readonly clock?: Clock | undefined;
}

/** A use of a model, to be ended with `done`; or why there is none. */
export type ModelUse =
  | { readonly ready: true; readonly done: () => void }
  | { readonly ready: false; readonly answer: RouterAnswer };

/** The model list of llama.cpp's router: the same states, answers and events. */
export interface ModelList {
  list(): { readonly object: 'list'; readonly data: readonly ModelEntry[] };
  /** Answers when loading has begun, not when it is done. */
  load(id: string): RouterAnswer;
  unload(id: string): RouterAnswer;
  /** Before a completion: wakes the model, or loads it where autoload is on. `autoload` goes before the option. */
  use(id: string, options?: { readonly autoload?: boolean | undefined }): Promise<ModelUse>;
  /** Returns the end of the subscription. */
  subscribe(listener: (event: ModelEvent) => void): () => void;
  /** Calls off all timers. */
  close(): void;
}

const LOAD_MILLISECONDS = 200;

export function createModelList(options: ModelListOptions = {}): ModelList {
  const { ids = CHAT_MODELS, modelsMax = 1, autoload = false, idleSeconds = 0 } = options;
  const clock = options.clock ?? systemClock;
  const start =
    options.start ?? (() => new Promise<void>((done) => clock.after(LOAD_MILLISECONDS, done)));
  const created = Math.floor(clock.now() / 1000);
  const models = new Map(ids.map((id) => [id, newModel(id)]));
  const listeners = new Set<(event: ModelEvent) => void>();

  const emit = (event: ModelEvent): void => listeners.forEach((listener) => listener(event));
  const life = createModelLife({ clock, start, idleSeconds, emit });

  const begin = (model: ModelState): void => {
    const running = [...models.values()].filter(isRunning).sort((a, b) => a.lastUsed - b.lastUsed);
    if (modelsMax > 0) {
      for (const oldest of running.slice(0, running.length - modelsMax + 1)) life.end(oldest, 0);
    }
    life.begin(model);
  };

  return {
    list: () => ({
      object: 'list',
      data: [...models.values()].map((model) => toEntry(model, created)),
    }),
    load: (id) => {
      const model = models.get(id);
      if (!model) return refusal(404, 'model is not found');
      if (isRunning(model)) return refusal(400, 'model is already running');
      begin(model);
      return SUCCESS;
    },
    unload: (id) => {
      const model = models.get(id);
      if (!model) return refusal(400, 'model is not found');
      if (!isRunning(model)) return refusal(400, 'model is not running');
      life.end(model, 0);
      return SUCCESS;
    },
    use: async (id, { autoload: asked = autoload } = {}) => {
      const no = (answer: RouterAnswer): ModelUse => ({ ready: false, answer });
      if (!id) return no(refusal(400, 'model name is missing from the request'));
      const model = models.get(id);
      if (!model) return no(refusal(400, `model '${id}' not found`));
      if (asked) {
        if (!isRunning(model)) begin(model);
        await model.loading;
        if (!isRunning(model)) return no(refusal(500, `model name=${id} failed to load`));
      }
      if (!isRunning(model)) return no(refusal(400, 'model is not loaded'));
      if (model.status === 'loading') return no(refusal(503, 'Loading model'));
      return { ready: true, done: life.take(model) };
    },
    subscribe: (listener) => {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    close: () => models.forEach((model) => model.calmSleep?.()),
  };
}
