/** RNNoise 0.1 compiled by Emscripten; the package comes without types. Pointers are byte offsets into the heap. */
declare module '@echogarden/rnnoise-wasm' {
  export interface RnnoiseModule {
    readonly HEAPF32: Float32Array;
    _malloc(bytes: number): number;
    _free(pointer: number): void;
    _rnnoise_create(model: number): number;
    _rnnoise_destroy(state: number): void;
    /** Samples in the range of 16-bit integers; answers the probability of speech. */
    _rnnoise_process_frame(state: number, output: number, input: number): number;
  }
  export default function createModule(): Promise<RnnoiseModule>;
}
