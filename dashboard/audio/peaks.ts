/** The loudest sample of each of `columns` equal parts, 0 to 1. */
export function peaks(samples: Float32Array, columns: number): Float32Array {
  const found = new Float32Array(columns);
  const size = samples.length / columns;
  for (let column = 0; column < columns; column++) {
    const end = Math.min(samples.length, Math.max((column + 1) * size, column * size + 1));
    let top = 0;
    // A thousand looks a column are enough to draw it.
    const stride = Math.max(1, Math.floor(size / 1000));
    for (let at = Math.floor(column * size); at < end; at += stride)
      top = Math.max(top, Math.abs(samples[at]!));
    found[column] = top;
  }
  return found;
}
