/** Squared distances between all pairs of vectors, flat; the diagonal is 0. */
function distances(vectors: readonly Float32Array[]): Float32Array {
  const n = vectors.length;
  const all = new Float32Array(n * n);
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < i; j++) {
      const [a, b] = [vectors[i]!, vectors[j]!];
      let sum = 0;
      for (let k = 0; k < a.length; k++) sum += (a[k]! - b[k]!) ** 2;
      all[i * n + j] = all[j * n + i] = sum;
    }
  }
  return all;
}

/**
 * Ward clustering down to `clusters` clusters: for each vector the number of its cluster, from 0. Time and memory grow
 * with the square of the number of vectors, time by a little more.
 */
export function ward(vectors: readonly Float32Array[], clusters: number): number[] {
  const n = vectors.length;
  const distance = distances(vectors);
  const size = new Float64Array(n).fill(1);
  const parent = Array.from({ length: n }, (_, i) => i);
  const alive = Array.from({ length: n }, (_, i) => i);
  const nearest = new Int32Array(n);
  const find = (i: number): void => {
    nearest[i] = -1;
    for (const j of alive) {
      if (j === i) continue;
      const best = nearest[i];
      if (best < 0 || distance[i * n + j]! < distance[i * n + best]!) nearest[i] = j;
    }
  };
  for (const i of alive) find(i);
  while (alive.length > Math.max(1, clusters)) {
    let a = alive[0]!;
    for (const i of alive) {
      if (distance[i * n + nearest[i]!]! < distance[a * n + nearest[a]!]!) a = i;
    }
    const b = nearest[a]!;
    alive.splice(alive.indexOf(b), 1);
    parent[b] = a;
    for (const c of alive) {
      if (c === a) continue;
      // Lance and Williams' update: the growth in spread if c were to join the two.
      const [na, nb, nc] = [size[a]!, size[b]!, size[c]!];
      const [ac, bc, ab] = [distance[a * n + c]!, distance[b * n + c]!, distance[a * n + b]!];
      const joined = ((na + nc) * ac + (nb + nc) * bc - nc * ab) / (na + nb + nc);
      distance[a * n + c] = distance[c * n + a] = joined;
    }
    size[a]! += size[b]!;
    for (const c of alive) {
      if (c === a || nearest[c] === a || nearest[c] === b) find(c);
      else if (distance[c * n + a]! < distance[c * n + nearest[c]!]!) nearest[c] = a;
    }
  }
  const root = (i: number): number => (parent[i] === i ? i : root(parent[i]!));
  return parent.map((_, i) => alive.indexOf(root(i)));
}
