import { useEffect, useRef, useState } from 'preact/hooks';
import { audioContext } from './decode.ts';
import type { Clip } from './use-clip.ts';

export type Side = 'a' | 'b';

export interface AbPlayer {
  readonly playing: boolean;
  readonly side: Side;
  readonly time: number;
  readonly toggle: () => void;
  /** Which of the two is heard; they go on together, so nothing is lost in between. */
  readonly choose: (side: Side) => void;
  readonly seek: (seconds: number) => void;
}

interface Running {
  readonly sources: readonly AudioBufferSourceNode[];
  readonly gains: Readonly<Record<Side, GainNode>>;
  readonly startedAt: number;
}

/** Two recordings of the same thing at the same time, one heard. */
export function useAbPlayer(a: Clip | undefined, b: Clip | undefined): AbPlayer {
  const running = useRef<Running | undefined>(undefined);
  const [playing, setPlaying] = useState(false);
  const [side, setSide] = useState<Side>('a');
  const [time, setTime] = useState(0);
  const stop = (): void => {
    running.current?.sources.forEach((source) => source.stop());
    running.current = undefined;
    setPlaying(false);
  };
  useEffect(() => stop, [a, b]);
  useEffect(() => {
    if (!playing) return undefined;
    let frame = 0;
    const tick = (): void => {
      const now = running.current;
      if (!now) return;
      const at = audioContext().currentTime - now.startedAt;
      if (at >= Math.max(a!.seconds, b!.seconds)) {
        stop();
        setTime(0);
        return;
      }
      setTime(at);
      frame = requestAnimationFrame(tick);
    };
    frame = requestAnimationFrame(tick);
    return () => cancelAnimationFrame(frame);
  }, [playing]);
  const startAt = (offset: number): void => {
    stop();
    running.current = start(a!, b!, offset, side);
    setPlaying(true);
  };
  return {
    playing,
    side,
    time,
    toggle: () => (playing ? stop() : startAt(time)),
    choose: (next) => {
      setSide(next);
      const gains = running.current?.gains;
      if (gains)
        for (const one of ['a', 'b'] as const) gains[one].gain.value = one === next ? 1 : 0;
    },
    seek: (seconds) => {
      setTime(seconds);
      if (playing) startAt(seconds);
    },
  };
}

function start(a: Clip, b: Clip, offset: number, side: Side): Running {
  const context = audioContext();
  const play = (clip: Clip, heard: boolean): [AudioBufferSourceNode, GainNode] => {
    const buffer = context.createBuffer(1, clip.samples.length, clip.sampleRate);
    buffer.getChannelData(0).set(clip.samples);
    const source = context.createBufferSource();
    source.buffer = buffer;
    const gain = context.createGain();
    gain.gain.value = heard ? 1 : 0;
    source.connect(gain).connect(context.destination);
    source.start(0, Math.min(offset, clip.seconds));
    return [source, gain];
  };
  const [sourceA, gainA] = play(a, side === 'a');
  const [sourceB, gainB] = play(b, side === 'b');
  return {
    sources: [sourceA, sourceB],
    gains: { a: gainA, b: gainB },
    startedAt: context.currentTime - offset,
  };
}
