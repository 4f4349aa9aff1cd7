import { decodeAudio, mono } from '../audio/decode.ts';
import { encodeWav } from '../audio/encode-wav.ts';

/** A recording on its way to become part of a voice. */
export interface Prepared {
  readonly key: number;
  readonly name: string;
  /** What will be sent: always a WAV file. */
  readonly file: File;
  readonly seconds: number;
  /** Why it cannot be used; empty: it can. */
  readonly problem: string;
}

const MOST_BYTES = 50 * 1024 * 1024;
const SHORTEST = 5;
const LONGEST = 30;

let last = 0;

/** Looks at a file as the server will; what is not WAV becomes WAV here. */
export async function prepareFile(file: File): Promise<Prepared> {
  const key = ++last;
  const base = { key, name: file.name, file, seconds: 0 };
  try {
    const buffer = await decodeAudio(file);
    const isWav = (await file.slice(0, 4).text()) === 'RIFF';
    const name = `${file.name.replace(/\.[^.]+$/, '') || 'recording'}.wav`;
    const wav = isWav
      ? new File([file], name, { type: 'audio/wav' })
      : new File([encodeWav(mono(buffer), buffer.sampleRate)], name, { type: 'audio/wav' });
    return {
      ...base,
      file: wav,
      seconds: buffer.duration,
      problem: problemOf(wav, buffer.duration),
    };
  } catch (thrown) {
    return { ...base, problem: (thrown as Error).message };
  }
}

function problemOf({ size }: File, seconds: number): string {
  if (size > MOST_BYTES) return 'Larger than 50 MiB; cut it.';
  if (seconds < SHORTEST)
    return `${seconds.toFixed(1)} s is too short; ${SHORTEST} to ${LONGEST} s are needed.`;
  if (seconds > LONGEST)
    return `${seconds.toFixed(1)} s is too long; cut it to ${SHORTEST} to ${LONGEST} s.`;
  return '';
}
