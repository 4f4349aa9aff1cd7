/** Bits that a token must seem to have; one of 24 random characters has more. */
const LEAST_BITS = 96;

/** Whether a token could be found by trying: a short one, one of few different characters, or words. */
export function isGuessable(token: string): boolean {
  const bits = token.length * Math.log2(new Set(token).size);
  return bits < LEAST_BITS || !/\d/.test(token);
}
