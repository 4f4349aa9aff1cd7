import type { ModelStatus } from './model-events.ts';

/** One model of the list and what is known of it. Changed by the list only. */
export interface ModelState {
  readonly id: string;
  status: ModelStatus;
  /** Of the last ending that was not asked for. */
  exitCode: number | undefined;
  lastUsed: number;
  /** Requests being answered. */
  uses: number;
  /** Counts loads, so that a load that was ended cannot come true later. */
  generation: number;
  /** Settles when the current load ends, either way. */
  loading: Promise<void>;
  calmSleep: (() => void) | undefined;
}

export const newModel = (id: string): ModelState => ({
  id,
  status: 'unloaded',
  exitCode: undefined,
  lastUsed: 0,
  uses: 0,
  generation: 0,
  loading: Promise.resolve(),
  calmSleep: undefined,
});

/** Loading, loaded or asleep: it has its place in memory. */
export const isRunning = (model: ModelState): boolean => model.status !== 'unloaded';

/** A row of `GET /models`, in the shape of llama.cpp's router. */
export interface ModelEntry {
  readonly id: string;
  readonly aliases: readonly string[];
  readonly tags: readonly string[];
  readonly object: 'model';
  readonly owned_by: string;
  /** Seconds since 1970. */
  readonly created: number;
  readonly status: {
    readonly value: ModelStatus;
    readonly args: readonly string[];
    readonly failed?: true;
    readonly exit_code?: number;
  };
  readonly architecture: {
    readonly input_modalities: readonly string[];
    readonly output_modalities: readonly string[];
  };
  readonly source: 'preset';
  readonly can_remove: false;
}

/** `created` in seconds since 1970. */
export const toEntry = (model: ModelState, created: number): ModelEntry => ({
  id: model.id,
  aliases: [],
  tags: ['extractive', 'not-generative'],
  object: 'model',
  owned_by: 'synapse',
  created,
  status: {
    value: model.status,
    args: ['synapse-embedded', '--alias', model.id],
    ...(model.exitCode !== undefined && { failed: true as const, exit_code: model.exitCode }),
  },
  architecture: { input_modalities: ['text'], output_modalities: ['text'] },
  source: 'preset',
  can_remove: false,
});
