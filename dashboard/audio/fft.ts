/** Magnitudes of the lower half of the spectrum of real samples; `size` is a power of two. */
export function magnitudes(samples: Float32Array, size: number): Float32Array {
  const real = Float32Array.from(samples);
  const imaginary = new Float32Array(size);
  reverseBits(real, size);
  for (let span = 2; span <= size; span *= 2) {
    const half = span / 2;
    for (let k = 0; k < half; k++) {
      const angle = (-2 * Math.PI * k) / span;
      const [cos, sin] = [Math.cos(angle), Math.sin(angle)];
      for (let a = k; a < size; a += span) {
        const b = a + half;
        const re = real[b]! * cos - imaginary[b]! * sin;
        const im = real[b]! * sin + imaginary[b]! * cos;
        real[b] = real[a]! - re;
        imaginary[b] = imaginary[a]! - im;
        real[a]! += re;
        imaginary[a]! += im;
      }
    }
  }
  return Float32Array.from({ length: size / 2 }, (_, bin) =>
    Math.hypot(real[bin]!, imaginary[bin]!),
  );
}

function reverseBits(values: Float32Array, size: number): void {
  for (let at = 1, other = 0; at < size; at++) {
    let bit = size >> 1;
    for (; other & bit; bit >>= 1) other ^= bit;
    other ^= bit;
    if (at < other) [values[at], values[other]] = [values[other]!, values[at]!];
  }
}
