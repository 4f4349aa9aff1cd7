/** States of a model in the order a life goes through them; a use wakes a sleeping one. */
export type ModelStatus = 'unloaded' | 'loading' | 'loaded' | 'sleeping';

/** One event of `GET /models/sse`. */
export interface ModelEvent {
  readonly model: string;
  readonly event: 'model_status';
  readonly data: {
    readonly status: ModelStatus;
    /** Of `unloaded`: 0 when it was told to end. */
    readonly exit_code?: number;
    readonly progress?: {
      readonly stages: readonly string[];
      readonly current: string;
      /** 0 to 1. */
      readonly value: number;
    };
    /** Of `loaded`, the first time only. */
    readonly info?: Readonly<Record<string, unknown>>;
  };
}

export const formatModelEvent = (event: ModelEvent): string => `data: ${JSON.stringify(event)}\n\n`;

/** The only stage of loading: the sentence encoder both models search with. */
const STAGE = 'text_model';

export const loadingAt = (model: string, value: number): ModelEvent => ({
  model,
  event: 'model_status',
  data: { status: 'loading', progress: { stages: [STAGE], current: STAGE, value } },
});
