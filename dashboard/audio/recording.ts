import { decodeAudio, mono } from './decode.ts';
import { encodeWav } from './encode-wav.ts';

/** A microphone that is being recorded. */
export interface Recording {
  /** Loudness now, 0 to 1. */
  readonly level: () => number;
  /** Ends it; the recording as a WAV file. */
  readonly stop: () => Promise<File>;
  readonly cancel: () => void;
}

/** Starts recording; the browser asks for the microphone. @throws Error in words for a person */
export async function record(): Promise<Recording> {
  const stream = await microphone();
  const context = new AudioContext();
  const analyser = context.createAnalyser();
  analyser.fftSize = 1024;
  context.createMediaStreamSource(stream).connect(analyser);
  const recorder = new MediaRecorder(stream);
  const chunks: Blob[] = [];
  recorder.ondataavailable = ({ data }) => chunks.push(data);
  recorder.start(250);
  const samples = new Float32Array(analyser.fftSize);
  const release = (): void => {
    for (const track of stream.getTracks()) track.stop();
    void context.close();
  };
  return {
    level: () => {
      analyser.getFloatTimeDomainData(samples);
      let top = 0;
      for (const sample of samples) top = Math.max(top, Math.abs(sample));
      return top;
    },
    stop: async () => {
      const ended = new Promise((resolve) => (recorder.onstop = resolve));
      recorder.stop();
      await ended;
      release();
      const buffer = await decodeAudio(new Blob(chunks, { type: recorder.mimeType }));
      return new File([encodeWav(mono(buffer), buffer.sampleRate)], 'recording.wav', {
        type: 'audio/wav',
      });
    },
    cancel: () => {
      recorder.onstop = null;
      if (recorder.state !== 'inactive') recorder.stop();
      release();
    },
  };
}

async function microphone(): Promise<MediaStream> {
  if (!isSecureContext)
    throw new Error(
      'Browsers give the microphone to pages on https or localhost only. Open the dashboard there, or choose a file.',
    );
  try {
    return await navigator.mediaDevices.getUserMedia({
      audio: { echoCancellation: false, noiseSuppression: false, autoGainControl: false },
    });
  } catch (thrown) {
    const name = thrown instanceof DOMException ? thrown.name : '';
    throw new Error(
      name === 'NotAllowedError'
        ? 'The browser was not allowed to use the microphone; allow it beside the address.'
        : 'No microphone was found.',
      { cause: thrown },
    );
  }
}
