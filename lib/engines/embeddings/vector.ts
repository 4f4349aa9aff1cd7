/** Scales a vector to length 1, in place; a vector of zeros stays as it is. */
export function normalize(vector: Float32Array): Float32Array {
  const length = Math.sqrt(dot(vector, vector));
  if (length > 0) for (let i = 0; i < vector.length; i++) vector[i]! /= length;
  return vector;
}

/** Of normalised vectors: their cosine similarity, -1 to 1. */
export function dot(a: Float32Array, b: Float32Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += a[i]! * (b[i] ?? 0);
  return sum;
}

/** The first `dimensions` numbers, normalised again. */
export const shorten = (vector: Float32Array, dimensions: number): Float32Array =>
  dimensions >= vector.length ? vector : normalize(vector.slice(0, dimensions));

/** Little-endian float32 in base64, whatever the byte order of this machine. */
export function toBase64(vector: Float32Array): string {
  const bytes = Buffer.alloc(vector.length * 4);
  vector.forEach((value, index) => bytes.writeFloatLE(value, index * 4));
  return bytes.toString('base64');
}
