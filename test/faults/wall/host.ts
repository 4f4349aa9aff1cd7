import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { encodeWav } from '../../../lib/audio/wav.ts';
import { stageReference } from '../../../lib/voices/stage-reference.ts';
import { createVoiceStore } from '../../../lib/voices/store.ts';
import { runFunction } from '../../support/run-function.ts';
import type { Observed } from './observed.ts';

export type Stack = 'adopted' | 'framework';

export interface LogLine {
  readonly level: string;
  readonly msg: string;
  readonly request_id?: string;
  readonly code?: string;
  readonly reason?: string;
}

/** A real bundle under the real CLI with short limits, and what it needs on the disk. */
export interface Host {
  readonly url: string;
  readonly pid: number;
  readonly directory: string;
  /** Everything printed about one request. */
  readonly linesOf: (requestId: string) => LogLine[];
  readonly output: () => string;
  /** A voice with one recording of its own. */
  readonly voice: () => Promise<string>;
  /** Told of every answer to a call, and the milliseconds it took. */
  readonly onAnswer?: (answer: Observed, ms: number) => void;
  readonly stop: () => Promise<void>;
}

export interface HostOptions {
  readonly stack: Stack;
  /** Names and their URL or URLs. */
  readonly backends: Readonly<Record<string, string | readonly string[]>>;
  /** Seconds of a whole call. */
  readonly total?: number;
  readonly routes?: Readonly<Record<string, string>>;
  readonly stateDirectory?: string;
  readonly env?: Readonly<Record<string, string>>;
}

/** Long enough for a busy machine, short enough for a wall of them. */
const timeouts = { connect: 1, headers: 4, idle: 4 };

export async function startHost(fn: string, options: HostOptions): Promise<Host> {
  const directory = await mkdtemp(join(tmpdir(), `synapse-faults-${fn}-`));
  const file = join(directory, 'backends.json');
  const backends = Object.fromEntries(
    Object.entries(options.backends).map(([name, where]) => [
      name,
      {
        ...(typeof where === 'string' ? { url: where } : { urls: where }),
        timeouts: { ...timeouts, total: options.total },
        headers: { authorization: 'Bearer open-sesame-0123456789' },
      },
    ]),
  );
  await writeFile(file, JSON.stringify({ backends, routes: options.routes ?? {} }));
  const voices = join(directory, 'voices');
  const running = await runFunction(fn, {
    SYNAPSE_HTTP_STACK: options.stack,
    SYNAPSE_GATEWAY_CONFIG_PATH: file,
    SYNAPSE_VOICE_LIBRARY_DIR: voices,
    SYNAPSE_STATE_DIR: options.stateDirectory ?? join(directory, 'state'),
    SYNAPSE_MODEL_LOAD_TIMEOUT_SECONDS: '30',
    ...options.env,
  });
  let made = 0;
  return {
    url: running.url,
    pid: running.child.pid!,
    directory,
    output: running.output,
    linesOf: (id) =>
      running
        .output()
        .split('\n')
        .filter((line) => line.startsWith('{') && line.includes(`"request_id":"${id}"`))
        .map((line) => JSON.parse(line) as LogLine),
    voice: () => makeVoice(voices, ++made),
    stop: async () => {
      await running.stop();
      await rm(directory, { recursive: true, force: true });
    },
  };
}

async function makeVoice(directory: string, nth: number): Promise<string> {
  const store = createVoiceStore({ directory, maxVoices: 1e6, maxReferences: 10 });
  // The number in its bits: no two voices are of one content, which the speech backend would be sent once only.
  const bits = Float32Array.from({ length: 800 }, (_, i) => ((nth >> (i % 30)) & 1) / 2);
  const wav = encodeWav({ sampleRate: 8000, channels: [bits] });
  const limits = { maxBytes: 1e6, minSeconds: 0, maxSeconds: 9 };
  const path = await store.stagingPath();
  const staged = await stageReference(Readable.from([wav]), path, 'a.wav', limits);
  return (await store.create('Ann', [staged])).id;
}
