import { frequencyAt, POINTS_PER_OCTAVE } from './envelope.ts';
import { Fft } from './fft.ts';

const TAPS = 512;
const BLOCK = 2048;

/**
 * Filters with a gain in dB given at the points of an envelope: a linear-phase FIR of 32 ms at 16 kHz, its
 * delay taken out, so the length stays and nothing clicks.
 */
export function equalize(
  samples: Float32Array,
  sampleRate: number,
  gains: Float64Array,
): Float32Array {
  const fft = new Fft(BLOCK);
  const [filterRe, filterIm] = filterSpectrum(fft, sampleRate, gains);
  const hop = BLOCK - TAPS;
  const out = new Float32Array(samples.length);
  const re = new Float64Array(BLOCK);
  const im = new Float64Array(BLOCK);
  for (let start = 0; start < samples.length + TAPS; start += hop) {
    re.fill(0);
    im.fill(0);
    re.set(samples.subarray(start, start + hop));
    fft.forward(re, im);
    for (let k = 0; k < BLOCK; k++) {
      const real = re[k]! * filterRe[k]! - im[k]! * filterIm[k]!;
      im[k] = re[k]! * filterIm[k]! + im[k]! * filterRe[k]!;
      re[k] = real;
    }
    fft.inverse(re, im);
    const from = Math.max(0, TAPS / 2 - start);
    for (let k = from; k < BLOCK && start + k - TAPS / 2 < out.length; k++) {
      out[start + k - TAPS / 2]! += re[k]!;
    }
  }
  return out;
}

/** Frequency sampling, then a Hann window over the impulse response. */
function filterSpectrum(
  fft: Fft,
  sampleRate: number,
  gains: Float64Array,
): [Float64Array, Float64Array] {
  const wanted = new Float64Array(BLOCK);
  const zero = new Float64Array(BLOCK);
  for (let k = 0; k <= BLOCK / 2; k++) {
    wanted[k] = 10 ** (gainAt(gains, (k * sampleRate) / BLOCK) / 20);
    wanted[(BLOCK - k) % BLOCK] = wanted[k]!;
  }
  fft.inverse(wanted, zero);
  const re = new Float64Array(BLOCK);
  for (let k = 0; k < TAPS; k++) {
    const window = 0.5 - 0.5 * Math.cos((2 * Math.PI * k) / TAPS);
    re[k] = window * wanted[(k - TAPS / 2 + BLOCK) % BLOCK]!;
  }
  const im = new Float64Array(BLOCK);
  fft.forward(re, im);
  return [re, im];
}

function gainAt(gains: Float64Array, frequency: number): number {
  const place = POINTS_PER_OCTAVE * Math.log2(Math.max(frequency, 1) / frequencyAt(0));
  const inside = Math.min(gains.length - 1, Math.max(0, place));
  const low = Math.floor(inside);
  const here = gains[low]!;
  return here + (inside - low) * ((gains[low + 1] ?? here) - here);
}
