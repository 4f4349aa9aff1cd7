import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { embeddingsAnswer, readEmbeddingsRequest } from './openai.ts';
import { dot, normalize, shorten, toBase64 } from './vector.ts';

const vectorOf = (seed: number): Float32Array =>
  normalize(Float32Array.from({ length: 512 }, (_, i) => Math.sin(seed + i * 1.7)));

describe('reading an embeddings request', () => {
  it('takes one text or many', () => {
    expect(readEmbeddingsRequest({ input: 'hi', model: 'any' })).toEqual({
      texts: ['hi'],
      format: 'float',
      dimensions: 512,
    });
    const many = readEmbeddingsRequest({
      input: ['a', ' '],
      encoding_format: 'base64',
      dimensions: 8,
    });
    expect(many).toEqual({ texts: ['a', ' '], format: 'base64', dimensions: 8 });
    expect(readEmbeddingsRequest({ input: Array(2048).fill('x') }).texts).toHaveLength(2048);
  });

  it.each([
    [{}, 'input', 'input: is required'],
    [{ input: null }, 'input', 'input: must be a string or an array of strings'],
    [{ input: 7 }, 'input', 'input: must be a string or an array of strings'],
    [{ input: '' }, 'input', 'input: must not be an empty string'],
    [{ input: [] }, 'input', 'input: must not be an empty array'],
    [{ input: ['a', ''] }, 'input', 'input[1]: must not be an empty string'],
    [{ input: ['a', null] }, 'input', 'input[1]: must be a string or an array of strings'],
    [{ input: Array(2049).fill('x') }, 'input', 'input: must not have more than 2048 items'],
    [{ input: 'a', encoding_format: 'hex' }, 'encoding_format', 'must be "float" or "base64"'],
    [{ input: 'a', dimensions: 0 }, 'dimensions', 'dimensions: must be at least 1'],
    [{ input: 'a', dimensions: 1024 }, 'dimensions', 'must be at most 512'],
    [{ input: 'a', dimensions: 1.5 }, 'dimensions', 'must be an integer'],
    [{ input: 'a', model: 3 }, 'model', 'model: must be a string'],
    [[], undefined, 'the body'],
    ['text', undefined, 'the body'],
  ])('refuses %j and names the field', (body, param, message) => {
    expect(() => readEmbeddingsRequest(body)).toThrow(
      expect.objectContaining({ status: 400, message: expect.stringContaining(message) }),
    );
    try {
      readEmbeddingsRequest(body);
    } catch (error) {
      expect(error).toMatchObject({ options: { param } });
    }
  });

  it.each([[[1, 2, 3]], [[[1, 2], [3]]]])('says that token ids %j cannot be read', (input) => {
    expect(() => readEmbeddingsRequest({ input })).toThrow(/input\[0\].*token ids/);
  });
});

describe('the answer', () => {
  const result = { vectors: [vectorOf(1), vectorOf(2)], tokens: [3, 4] };

  it('is a list in order with usage', () => {
    const answer = embeddingsAnswer(
      { texts: ['a', 'b'], format: 'float', dimensions: 512 },
      result,
    );
    expect(answer).toMatchObject({ object: 'list', usage: { prompt_tokens: 7, total_tokens: 7 } });
    expect(answer.data.map((row) => row.index)).toEqual([0, 1]);
    expect(answer.data[1]!.embedding).toEqual(Array.from(result.vectors[1]!));
  });

  it('cuts to fewer dimensions and scales to length 1 again', () => {
    const [row] = embeddingsAnswer({ texts: ['a'], format: 'float', dimensions: 5 }, result).data;
    expect(row!.embedding).toHaveLength(5);
    expect(Math.hypot(...(row!.embedding as number[]))).toBeCloseTo(1, 6);
  });

  it('carries every float32 through base64', () => {
    fc.assert(
      fc.property(fc.float32Array({ minLength: 1, noNaN: true }), (vector) => {
        const bytes = Buffer.from(toBase64(vector), 'base64');
        const back = Array.from(vector, (_, i) => bytes.readFloatLE(i * 4));
        expect(back).toEqual(Array.from(vector));
      }),
    );
  });

  it('leaves a vector of zeros and a full vector alone', () => {
    expect(normalize(new Float32Array(3))).toEqual(new Float32Array(3));
    const full = vectorOf(3);
    expect(shorten(full, 512)).toBe(full);
    expect(dot(full, full)).toBeCloseTo(1, 5);
  });
});
