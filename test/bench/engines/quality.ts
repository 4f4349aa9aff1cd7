import { convert } from '../../../lib/audio/convert.ts';
import { openAudio } from '../../../lib/audio/decode.ts';
import { joinSamples } from '../../../lib/audio/fixtures.ts';
import { resample } from '../../../lib/audio/resample.ts';
import { encodeWav } from '../../../lib/audio/wav.ts';
import { denoise } from '../../../lib/engines/audio/denoise.ts';
import { loadAcousticModel } from '../../../lib/engines/speakers/acoustic-model.ts';
import { equalErrorRate } from '../../../lib/engines/speakers/evaluate.ts';
import { verify } from '../../../lib/engines/speakers/verify.ts';
import { createSttEngine } from '../../../lib/engines/stt/engine.ts';
import { loadFlite } from '../../../lib/engines/tts/flite.ts';
import { synthesize } from '../../../lib/engines/tts/synthesize.ts';
import { VOICES, type VoiceRecipe } from '../../../lib/engines/tts/voices.ts';
import { wordErrorRate } from '../../support/word-error-rate.ts';
import { SENTENCES } from './texts.ts';

/** Quality and speed of the embedded engines, on speech they make themselves; see docs/EMBEDDED.md for human speech. */
const flite = await loadFlite();
const stt = createSttEngine();
const model = loadAcousticModel();
const percent = (value: number): string => `${(100 * value).toFixed(1)} %`;

async function* pieces(samples: Float32Array): AsyncGenerator<Float32Array> {
  for (let at = 0; at < samples.length; at += 8000) yield samples.subarray(at, at + 8000);
}
async function* once(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes;
}
async function timed<T>(work: () => Promise<T> | T): Promise<[T, number]> {
  const started = performance.now();
  return [await work(), (performance.now() - started) / 1000];
}
async function drain(chunks: AsyncIterable<Uint8Array>): Promise<Uint8Array> {
  const parts: Uint8Array[] = [];
  for await (const chunk of chunks) parts.push(chunk);
  return Buffer.concat(parts);
}
async function samplesOf(wav: Uint8Array): Promise<Float32Array> {
  const audio = await openAudio(once(wav));
  const parts: Float32Array[] = [];
  for await (const [channel] of resample(audio.chunks, audio.sampleRate, 16_000))
    parts.push(channel!.slice());
  return joinSamples(parts);
}
const hear = async (samples: Float32Array): Promise<string> =>
  (await stt.transcribe(pieces(samples))).text;
const speak = (voice: VoiceRecipe, text: string): Float32Array =>
  synthesize(flite, { text, voice, speed: 1 }).channels[0]!;

console.log('voice      RTF    words heard wrong');
const spoken = new Map<string, Float32Array[]>();
for (const voice of VOICES) {
  const [clips, seconds] = await timed(() => SENTENCES.map((text) => speak(voice, text)));
  const audio = clips.reduce((sum, clip) => sum + clip.length / 16_000, 0);
  let wrong = 0;
  for (const [i, clip] of clips.entries())
    wrong += wordErrorRate(SENTENCES[i]!, await hear(clip)) / SENTENCES.length;
  spoken.set(voice.id, clips);
  console.log(`${voice.name.padEnd(10)} ${(seconds / audio).toFixed(3)}  ${percent(wrong)}`);
}

const robert = spoken.get('Robert.wav')!;
const long = joinSamples(robert);
const [, listening] = await timed(() => hear(long));
console.log(`\nspeech-to-text: RTF ${(listening / (long.length / 16_000)).toFixed(3)}`);

const pairs = { same: [] as number[], different: [] as number[] };
const samples = [...spoken].flatMap(([id, clips]) =>
  [0, 2, 4, 6].map((i) => ({ id, samples: joinSamples([clips[i]!, clips[i + 1]!]) })),
);
for (const [i, a] of samples.entries()) {
  for (const b of samples.slice(i + 1))
    pairs[a.id === b.id ? 'same' : 'different'].push(
      verify(model, a.samples, b.samples).similarity,
    );
}
const { rate, threshold } = equalErrorRate(pairs.same, pairs.different);
console.log(
  `speakers: equal error rate ${percent(rate)} at a similarity of ${threshold.toFixed(2)}, ${samples.length} clips of ${spoken.size} made voices`,
);

for (const decibels of [20, 10, 5]) {
  const power =
    Math.sqrt(long.reduce((sum, x) => sum + x * x, 0) / long.length) * 10 ** (-decibels / 20);
  const noisy = long.map(
    (x) =>
      x +
      power * Math.sqrt(-2 * Math.log(1 - Math.random())) * Math.cos(2 * Math.PI * Math.random()),
  );
  const [clean, seconds] = await timed(() =>
    drain(denoise(once(encodeWav({ sampleRate: 16_000, channels: [noisy] })))),
  );
  const [before, after] = [
    wordErrorRate(SENTENCES.join(' '), await hear(noisy)),
    wordErrorRate(SENTENCES.join(' '), await hear(await samplesOf(clean))),
  ];
  console.log(
    `denoise: white noise at ${decibels} dB, words heard wrong ${percent(before)} before, ${percent(after)} after; RTF ${(seconds / (long.length / 16_000)).toFixed(3)}`,
  );
}

const wav = encodeWav({ sampleRate: 16_000, channels: [long] });
for (const format of ['wav', 'mp3', 'flac', 'ogg'] as const) {
  const [bytes, encoding] = await timed(() => drain(convert(once(wav), { format })));
  const [, decoding] = await timed(() => drain(convert(once(bytes), { format: 'wav' })));
  const audio = long.length / 16_000;
  console.log(
    `convert: ${format.padEnd(4)} ${(bytes.length / 1024).toFixed(0).padStart(5)} KiB, there ${(encoding / audio).toFixed(4)}, back ${(decoding / audio).toFixed(4)} RTF`,
  );
}
process.exit(0);
