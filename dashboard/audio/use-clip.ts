import { useEffect, useState } from 'preact/hooks';
import { decodeAudio, mono } from './decode.ts';

/** A recording that can be played and drawn. */
export interface Clip {
  readonly blob: Blob;
  readonly url: string;
  readonly samples: Float32Array;
  readonly sampleRate: number;
  readonly seconds: number;
}

export interface ClipState {
  readonly clip: Clip | undefined;
  /** Why it cannot be drawn. */
  readonly problem: string | undefined;
}

/** Decodes a recording; its address lives as long as the component. */
export function useClip(blob: Blob | undefined): ClipState {
  const [state, setState] = useState<ClipState>({ clip: undefined, problem: undefined });
  useEffect(() => {
    setState({ clip: undefined, problem: undefined });
    if (!blob) return undefined;
    const url = URL.createObjectURL(blob);
    let gone = false;
    decodeAudio(blob).then(
      (buffer) => {
        if (gone) return;
        const clip = {
          blob,
          url,
          samples: mono(buffer),
          sampleRate: buffer.sampleRate,
          seconds: buffer.duration,
        };
        setState({ clip, problem: undefined });
      },
      (thrown: Error) => {
        if (!gone) setState({ clip: undefined, problem: thrown.message });
      },
    );
    return () => {
      gone = true;
      URL.revokeObjectURL(url);
    };
  }, [blob]);
  return state;
}
