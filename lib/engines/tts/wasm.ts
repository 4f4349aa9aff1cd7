/** A compiled module; opaque. */
export interface WasmModule {
  readonly [Symbol.toStringTag]: string;
}

/** A linear memory; `buffer` is a new object each time the memory grows. */
export interface WasmMemory {
  readonly buffer: ArrayBuffer;
}

interface WasmApi {
  compile(bytes: Uint8Array): Promise<WasmModule>;
  readonly Module: { imports(module: WasmModule): readonly { readonly name: string }[] };
  readonly Instance: new (
    module: WasmModule,
    imports: Readonly<Record<string, object>>,
  ) => { readonly exports: Readonly<Record<string, unknown>> };
}

/** The part of the platform's `WebAssembly` used here; its types come with TypeScript's DOM library only. */
export const wasm = (globalThis as unknown as { WebAssembly: WasmApi }).WebAssembly;
