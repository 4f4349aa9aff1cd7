import { z } from 'zod';
import { ApiError } from '../../errors.ts';
import { DIMENSIONS, EMBEDDINGS_MODEL } from './model-facts.ts';
import { shorten, toBase64 } from './vector.ts';
import type { EmbedResult } from './worker.ts';

const MOST_TEXTS = 2048;
const NO_TOKENS =
  'this model takes text; arrays of token ids belong to the tokenizer of another model';

const Text = z
  .string('must be a string or an array of strings')
  .min(1, 'must not be an empty string');

/** OpenAI's embeddings request as this model can serve it; other keys are ignored. */
const EmbeddingsBody = z.looseObject({
  input: z.unknown().transform(inputTexts),
  model: z.string('must be a string').nullish(),
  encoding_format: z.enum(['float', 'base64'], 'must be "float" or "base64"').nullish(),
  dimensions: z
    .int(`must be an integer from 1 to ${DIMENSIONS}`)
    .min(1, `must be at least 1`)
    .max(DIMENSIONS, `must be at most ${DIMENSIONS}: this model has no more`)
    .nullish(),
});

export interface EmbeddingsQuery {
  readonly texts: readonly string[];
  readonly format: 'float' | 'base64';
  readonly dimensions: number;
}

export interface EmbeddingsAnswer {
  readonly object: 'list';
  readonly data: readonly {
    readonly object: 'embedding';
    readonly index: number;
    readonly embedding: readonly number[] | string;
  }[];
  readonly model: string;
  readonly usage: { readonly prompt_tokens: number; readonly total_tokens: number };
}

/** Reads a request body. Throws {@link ApiError} 400 whose message and `param` name the field. */
export function readEmbeddingsRequest(body: unknown): EmbeddingsQuery {
  const read = EmbeddingsBody.safeParse(body);
  if (!read.success) {
    const { path, message } = read.error.issues[0]!;
    const field = path.map((key) => (typeof key === 'number' ? `[${key}]` : String(key))).join('');
    const [said, param] = field === '' ? ['the body', undefined] : [field, String(path[0])];
    throw new ApiError(400, 'invalid_value', `${said}: ${message}`, { param });
  }
  const { input, encoding_format, dimensions } = read.data;
  return {
    texts: input,
    format: encoding_format ?? 'float',
    dimensions: dimensions ?? DIMENSIONS,
  };
}

/** The answer in the form asked for; vectors have length 1 whatever their dimensions. The model is named as what it is. */
export function embeddingsAnswer(query: EmbeddingsQuery, result: EmbedResult): EmbeddingsAnswer {
  const total = result.tokens.reduce((sum, count) => sum + count, 0);
  return {
    object: 'list',
    data: result.vectors.map((vector, index) => {
      const short = shorten(vector, query.dimensions);
      const embedding = query.format === 'base64' ? toBase64(short) : Array.from(short);
      return { object: 'embedding', index, embedding };
    }),
    model: EMBEDDINGS_MODEL,
    usage: { prompt_tokens: total, total_tokens: total },
  };
}

function inputTexts(input: unknown, ctx: z.RefinementCtx): string[] {
  const fail = (message: string, path: (string | number)[] = []): never => {
    ctx.addIssue({ code: 'custom', message, path });
    return z.NEVER;
  };
  const list: unknown[] = Array.isArray(input) ? input : [input];
  if (input === undefined) return fail('is required');
  if (list.length === 0) return fail('must not be an empty array');
  if (list.length > MOST_TEXTS) return fail(`must not have more than ${MOST_TEXTS} items`);
  const texts: string[] = [];
  for (const [index, item] of list.entries()) {
    const path = Array.isArray(input) ? [index] : [];
    if (path.length > 0 && (typeof item === 'number' || Array.isArray(item)))
      return fail(NO_TOKENS, path);
    const text = Text.safeParse(item);
    if (!text.success) return fail(text.error.issues[0]!.message, path);
    texts.push(text.data);
  }
  return texts;
}
