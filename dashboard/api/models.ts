import type { ProfileField } from '../../lib/models/families.ts';
import { Fault } from './fault.ts';
import { requestJson, segment } from './request.ts';
import { resource } from './resource.ts';

export interface Model {
  readonly id: string;
  readonly object?: string;
  readonly owned_by?: string;
  readonly created?: number;
  readonly status?: {
    readonly value?: string;
    readonly args?: readonly string[];
    readonly failed?: boolean;
    readonly exit_code?: number;
    readonly progress?: unknown;
    readonly synapse_profile?: Readonly<Record<string, string | number>>;
  };
  readonly [key: string]: unknown;
}

export interface ModelQueue {
  readonly current: {
    readonly model: string;
    readonly phase: string;
    readonly progress: number | null;
    readonly eta_ms: number | null;
  } | null;
  readonly queue: readonly {
    readonly model: string;
    readonly waiting: number;
    readonly oldest_ms: number;
  }[];
  readonly in_flight: readonly { readonly model: string; readonly count: number }[];
  readonly router: {
    readonly max_models?: number | null;
    readonly loaded?: readonly string[];
  } | null;
  readonly learned: readonly { readonly model: string; readonly load_ms: number }[];
}

const busy = new Set(['loading', 'unloading', 'downloading']);

export type ModelState =
  'loaded' | 'loading' | 'unloading' | 'downloading' | 'sleeping' | 'unloaded' | 'failed';

export function stateOf(model: Model): ModelState {
  if (model.status?.failed) return 'failed';
  return (model.status?.value ?? 'unloaded') as ModelState;
}

/** The models of the router; read more often while one is on its way. */
export const models = resource(
  async (signal) => (await requestJson<{ data: Model[] }>('/models', { signal })).data,
  (list) => (list?.some((model) => busy.has(stateOf(model))) ? 1_500 : 15_000),
  'sleeps',
);

/** What the scheduler is doing; null where it does not tell. */
export const queue = resource<ModelQueue | null>(
  async (signal) => {
    try {
      return await requestJson<ModelQueue>('/models/queue', { signal });
    } catch (thrown) {
      if (thrown instanceof Fault && thrown.status === 404) return null;
      throw thrown;
    }
  },
  (now) => (now?.current || now?.queue.length ? 1_000 : 15_000),
  'sleeps',
);

export const loadModel = (model: string): Promise<unknown> =>
  requestJson('/models/load', { json: { model } });

export const unloadModel = (model: string): Promise<unknown> =>
  requestJson('/models/unload', { json: { model } });

export type ProfileValues = Readonly<Record<string, string | number>>;

export type { ProfileField };

export interface ProfileSchema {
  readonly model: string;
  readonly family: string;
  readonly fields: readonly ProfileField[];
  readonly notes: readonly string[];
}

export const profileSchema = (model: string): Promise<ProfileSchema> =>
  requestJson(`/models/${segment(model)}/schema`);

export const profile = (model: string): Promise<{ readonly values: ProfileValues }> =>
  requestJson(`/models/${segment(model)}/profile`);

export const saveProfile = (
  model: string,
  values: Readonly<Record<string, string | number | null>>,
  replace = false,
): Promise<{ readonly values: ProfileValues }> =>
  requestJson(`/models/${segment(model)}/profile`, { method: 'PUT', json: { values, replace } });

export interface Applied {
  readonly success: boolean;
  readonly load: {
    readonly success: boolean;
    readonly status_code?: number;
    readonly detail?: string;
  };
}

export const applyProfile = (model: string): Promise<Applied> =>
  requestJson(`/models/${segment(model)}/profile/apply`, { json: { load_model: true } });
