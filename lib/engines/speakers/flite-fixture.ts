import { loadFlite, type FliteVoice } from '../tts/flite.ts';

const SENTENCES = [
  'The next train to the city leaves from platform four in about seven minutes.',
  'Please bring the blue folder and both of the letters when you come on Thursday.',
  'A light rain fell on the harbour while the fishermen were mending their nets.',
  'Nobody knew why the old clock in the tower had stopped at a quarter past nine.',
  'We should measure the kitchen again before anyone orders the wooden shelves.',
  'Her brother joined the orchestra last year and plays the viola every evening.',
];

const PAUSE = 6400;

/** Some sentence, spoken by a voice; mono, 16 kHz. */
export async function say(voice: FliteVoice, sentence: number): Promise<Float32Array> {
  const flite = await loadFlite();
  return flite({ text: SENTENCES[sentence % SENTENCES.length]!, voice, stretch: 1 }).channels[0]!;
}

/** Recordings one after the other, with 0.4 s of silence behind each. */
export function inTurn(parts: readonly Float32Array[]): Float32Array {
  const whole = new Float32Array(parts.reduce((sum, part) => sum + part.length + PAUSE, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length + PAUSE;
  }
  return whole;
}

/** The sentences one after the other by voices in turn, and who speaks when. */
export async function conversation(voices: readonly FliteVoice[]) {
  const parts: Float32Array[] = [];
  const reference: { speaker: string; start: number; end: number }[] = [];
  let at = 0;
  for (const [i, speaker] of voices.entries()) {
    const part = await say(speaker, i);
    parts.push(part);
    reference.push({ speaker, start: at / 16_000, end: (at + part.length) / 16_000 });
    at += part.length + PAUSE;
  }
  return { samples: inTurn(parts), reference };
}
