import { useEffect, useRef } from 'preact/hooks';
import { inkOf, type Ink } from '../charts/ink.ts';
import { theme } from '../shell/theme-choice.ts';
import { clock } from '../ui/format.ts';
import { peaks } from './peaks.ts';

/** A stretch of time that is marked, seconds. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/** A stretch of time in a colour of its own, such as what one person says. */
export interface Tint extends Span {
  readonly ink: Ink;
}

interface WaveformProps {
  readonly label: string;
  readonly samples: Float32Array;
  readonly seconds: number;
  readonly time: number;
  readonly onSeek: (seconds: number) => void;
  /** What is marked, such as the word being spoken. */
  readonly mark?: Span | undefined;
  readonly tints?: readonly Tint[] | undefined;
  readonly height?: number;
}

/** Loudness over time with a playhead; a click or the arrow keys move it. */
export function Waveform(props: WaveformProps) {
  const { label, samples, seconds, time, onSeek, mark, tints, height = 64 } = props;
  const canvas = useRef<HTMLCanvasElement>(null);
  const look = theme.value;
  useEffect(() => {
    const element = canvas.current!;
    const paint = (): void => draw(element, props, height);
    const observer = new ResizeObserver(paint);
    observer.observe(element);
    return () => observer.disconnect();
  }, [samples, look, height, tints]);
  useEffect(() => draw(canvas.current!, props, height), [time, mark?.start, samples, look, tints]);
  const step = (by: number): void => onSeek(Math.max(0, Math.min(seconds, time + by)));
  return (
    <canvas
      class="waveform"
      ref={canvas}
      height={height}
      role="slider"
      tabIndex={0}
      aria-label={label}
      aria-valuemin={0}
      aria-valuemax={Math.round(seconds * 10) / 10}
      aria-valuenow={Math.round(time * 10) / 10}
      aria-valuetext={`${clock(time)} of ${clock(seconds)}`}
      onClick={(event) => {
        const box = event.currentTarget.getBoundingClientRect();
        onSeek(((event.clientX - box.left) / box.width) * seconds);
      }}
      onKeyDown={(event) => {
        if (event.key === 'ArrowLeft') step(-1);
        else if (event.key === 'ArrowRight') step(1);
        else if (event.key === 'Home') onSeek(0);
        else return;
        event.preventDefault();
      }}
    />
  );
}

const BAR = 3;

function draw(canvas: HTMLCanvasElement, props: WaveformProps, height: number): void {
  const { samples, seconds, time, mark } = props;
  const ratio = devicePixelRatio || 1;
  const width = canvas.clientWidth;
  canvas.width = width * ratio;
  canvas.height = height * ratio;
  canvas.style.height = `${height}px`;
  const pen = canvas.getContext('2d')!;
  pen.scale(ratio, ratio);
  const at = (moment: number): number => (moment / (seconds || 1)) * width;
  if (mark) {
    pen.fillStyle = `${inkOf('accent')}33`;
    pen.fillRect(at(mark.start), 0, Math.max(2, at(mark.end) - at(mark.start)), height);
  }
  const columns = Math.max(1, Math.floor(width / BAR));
  const loudness = peaks(samples, columns);
  const top = Math.max(0.05, ...loudness);
  const [played, ahead] = [inkOf('accent'), inkOf('line-strong')];
  const inks = Array.from(loudness, (_, column) => (column * BAR < at(time) ? played : ahead));
  for (const { start, end, ink } of props.tints ?? [])
    inks.fill(inkOf(ink), Math.floor(at(start) / BAR), Math.ceil(at(end) / BAR));
  loudness.forEach((value, column) => {
    const tall = Math.max(1, (value / top) * (height - 4));
    pen.fillStyle = inks[column]!;
    pen.fillRect(column * BAR, (height - tall) / 2, BAR - 1, tall);
  });
  pen.fillStyle = props.tints ? inkOf('ink') : played;
  pen.fillRect(Math.min(width - 1, at(time)), 0, 1, height);
}
