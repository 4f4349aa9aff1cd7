import type { Clock } from './clock.ts';
import type { ModelState } from './model-entry.ts';
import { loadingAt, type ModelEvent, type ModelStatus } from './model-events.ts';

/** What moves a model from one state to the next. */
export interface ModelLife {
  /** Starts to load an unloaded model. */
  begin(model: ModelState): void;
  /** Ends a running model; an exit code other than 0 marks it as failed. */
  end(model: ModelState, exitCode: number): void;
  /** Begins a use of a loaded or sleeping model; the returned function ends it. */
  take(model: ModelState): () => void;
}

export interface ModelLifeOptions {
  readonly clock: Clock;
  readonly start: (id: string) => Promise<void>;
  /** 0: models never sleep. */
  readonly idleSeconds: number;
  readonly emit: (event: ModelEvent) => void;
}

/** The one place where states change; every change is an event. */
export function createModelLife({ clock, start, idleSeconds, emit }: ModelLifeOptions): ModelLife {
  let turn = 0;

  const become = (model: ModelState, status: ModelStatus, more = {}): void => {
    model.status = status;
    emit({ model: model.id, event: 'model_status', data: { status, ...more } });
  };

  const rest = (model: ModelState): void => {
    model.calmSleep?.();
    model.calmSleep = undefined;
    if (idleSeconds <= 0 || model.uses > 0 || model.status !== 'loaded') return;
    model.calmSleep = clock.after(idleSeconds * 1000, () => become(model, 'sleeping'));
  };

  const end = (model: ModelState, exitCode: number): void => {
    model.generation++;
    model.exitCode = exitCode === 0 ? undefined : exitCode;
    become(model, 'unloaded', { exit_code: exitCode });
    rest(model);
  };

  const begin = (model: ModelState): void => {
    const generation = ++model.generation;
    model.exitCode = undefined;
    model.lastUsed = ++turn;
    become(model, 'loading');
    emit(loadingAt(model.id, 0));
    model.loading = start(model.id).then(
      () => {
        if (model.generation !== generation) return;
        emit(loadingAt(model.id, 1));
        become(model, 'loaded', { info: { generative: false } });
        rest(model);
      },
      () => {
        if (model.generation === generation) end(model, 1);
      },
    );
  };

  const take = (model: ModelState): (() => void) => {
    if (model.status === 'sleeping') become(model, 'loaded');
    model.lastUsed = ++turn;
    model.uses++;
    rest(model);
    let over = false;
    return () => {
      if (over) return;
      over = true;
      model.uses--;
      rest(model);
    };
  };

  return { begin, end, take };
}
