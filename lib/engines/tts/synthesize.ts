import type { Pcm } from '../../audio/pcm.ts';
import type { Flite } from './flite.ts';
import { joinPieces, setLevel, trimSilence } from './join-pieces.ts';
import { trackPitch } from './match/pitch.ts';
import { shiftPitch } from './match/psola.ts';
import { normalizeText } from './normalize.ts';
import { splitIntoPieces } from './pieces.ts';
import { playFaster } from './resample.ts';
import type { VoiceRecipe } from './voices.ts';

/** Sample rate of everything this engine says, in Hz. */
const SPEECH_RATE = 16_000;

export interface SynthesizeRequest {
  /** As a client wrote it. */
  readonly text: string;
  readonly voice: VoiceRecipe;
  /** 0.25 to 4; 2 is twice as fast. */
  readonly speed: number;
}

/**
 * Speech for a text of any length, 16 kHz mono, at one level for all voices, peaks below 1. A text with nothing to pronounce gives
 * a short silence. Works sentence by sentence, so only the finished audio grows with the text.
 */
export function synthesize(flite: Flite, request: SynthesizeRequest): Pcm {
  const { voice, speed } = request;
  const parts = splitIntoPieces(normalizeText(request.text)).map(({ text, pause }) => ({
    samples: trimSilence(speakPiece(flite, text, voice, speed), SPEECH_RATE, speed),
    pause,
  }));
  const joined = setLevel(joinPieces(parts, SPEECH_RATE, speed));
  return { sampleRate: SPEECH_RATE, channels: [joined] };
}

/** Formants move by playing faster, so pitch and duration are asked for beforehand to come out as meant. */
function speakPiece(flite: Flite, text: string, voice: VoiceRecipe, speed: number): Float32Array {
  const { channels } = flite({
    text,
    voice: voice.base,
    stretch: (voice.pace * voice.formants) / speed,
    pitch: voice.pitch / voice.formants,
  });
  const moved = playFaster(channels[0]!, voice.formants);
  return voice.base === DEAF_TO_PITCH ? moveRmsPitch(moved, voice) : moved;
}

/** flite's pitch settings do nothing for its `rms` voice, so its pitch is moved afterwards. */
const DEAF_TO_PITCH = 'rms';
const RMS_PITCH = 102;

function moveRmsPitch(samples: Float32Array, voice: VoiceRecipe): Float32Array {
  const ratio = voice.pitch / (RMS_PITCH * voice.formants);
  if (Math.abs(ratio - 1) < 0.01) return samples;
  return shiftPitch(samples, SPEECH_RATE, trackPitch(samples, SPEECH_RATE), () => ratio);
}
