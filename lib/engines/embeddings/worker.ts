import { CONTEXT, DIMENSIONS, WINDOW } from './model-facts.ts';
import { tokenize } from './tokenize.ts';
import { loadUseModel } from './use-model.ts';
import { normalize } from './vector.ts';
import { cutWindows, groupWindows } from './windows.ts';

/** What the engine asks of its thread; plain data, so that it can be cloned. */
export interface EmbedTask {
  readonly texts: readonly string[];
}

export interface EmbedResult {
  /** One vector of length 1 for each text; zeros for a text of more than `CONTEXT` tokens. */
  readonly vectors: Float32Array[];
  /** Tokens of each text, in the model's own vocabulary of 8000 pieces. Of a text too long: some number above `CONTEXT`. */
  readonly tokens: number[];
}

/** Padded tokens of one run of the model. */
const BUDGET = 1024;

/**
 * The thread's entry. The model's own vectors have length 1 (within 1e-6); the vector of a text longer than one window
 * is the mean of its windows by tokens, scaled to length 1 again.
 */
export default async function embedTask({ texts }: EmbedTask): Promise<EmbedResult> {
  const model = await loadUseModel();
  const ids = texts.map((text) => tokenize(text, model.encode, CONTEXT));
  const vectors = texts.map(() => new Float32Array(DIMENSIONS));
  const windows = ids.flatMap((list, text) =>
    list.length > CONTEXT ? [] : cutWindows(text, list, WINDOW),
  );
  for (const group of groupWindows(windows, BUDGET)) {
    const rows = await model.run(group.map((window) => window.ids));
    group.forEach((window, row) => {
      const sum = vectors[window.text]!;
      const from = row * DIMENSIONS;
      for (let i = 0; i < DIMENSIONS; i++) sum[i]! += rows[from + i]! * window.ids.length;
    });
  }
  return { vectors: vectors.map(normalize), tokens: ids.map((list) => list.length) };
}
