/** Edits over words said: the word error rate. Case and punctuation do not count. */
export function wordErrorRate(said: string, heard: string): number {
  const words = (text: string): string[] => text.toLowerCase().match(/[a-z']+/g) ?? [];
  const [a, b] = [words(said), words(heard)];
  let row = b.map((_, i) => i + 1);
  for (const [i, word] of a.entries()) {
    let diagonal = i;
    let left = i + 1;
    row = row.map((up, j) => {
      left = Math.min(up + 1, left + 1, diagonal + (word === b[j] ? 0 : 1));
      diagonal = up;
      return left;
    });
  }
  return (row.at(-1) ?? a.length) / a.length;
}
