import createModule, { type RnnoiseModule } from '@echogarden/rnnoise-wasm';

/** Hz RNNoise works at. */
export const RNNOISE_RATE = 48_000;
/** Samples of a frame, 10 ms. */
export const RNNOISE_FRAME = 480;
/** Samples its output lags behind its input: windows overlap by one frame. */
export const RNNOISE_DELAY = RNNOISE_FRAME;

const FULL_SCALE = 32_768;

/** One noise suppressor for each channel; they share nothing but the code. */
export class Rnnoise {
  readonly #module: RnnoiseModule;
  readonly #frame: number;
  readonly #states: readonly number[];

  private constructor(module: RnnoiseModule, channels: number) {
    this.#module = module;
    this.#frame = module._malloc(RNNOISE_FRAME * 4);
    this.#states = Array.from({ length: channels }, () => module._rnnoise_create(0));
  }

  static async create(channels: number): Promise<Rnnoise> {
    return new Rnnoise(await createModule(), channels);
  }

  /** Denoises whole frames in place; the length is a multiple of `RNNOISE_FRAME`. */
  process(channel: number, samples: Float32Array): void {
    const state = this.#states[channel]!;
    for (let at = 0; at < samples.length; at += RNNOISE_FRAME) {
      const part = samples.subarray(at, at + RNNOISE_FRAME);
      this.#heap().set(part.map((sample) => sample * FULL_SCALE));
      this.#module._rnnoise_process_frame(state, this.#frame, this.#frame);
      part.set(this.#heap().map((sample) => sample / FULL_SCALE));
    }
  }

  free(): void {
    for (const state of this.#states) this.#module._rnnoise_destroy(state);
    this.#module._free(this.#frame);
  }

  /** The heap is another one after the memory has grown. */
  #heap(): Float32Array {
    const start = this.#frame / 4;
    return this.#module.HEAPF32.subarray(start, start + RNNOISE_FRAME);
  }
}
