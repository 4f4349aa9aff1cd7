import { useEffect, useRef } from 'preact/hooks';
import { inkOf } from '../charts/ink.ts';
import { theme } from '../shell/theme-choice.ts';
import { magnitudes } from './fft.ts';
import type { Clip } from './use-clip.ts';

interface SpectrogramProps {
  readonly label: string;
  readonly clip: Clip;
  readonly time: number;
}

const SIZE = 1024;
const COLUMNS = 720;
const ROWS = 160;
/** Highest pitch shown, Hz; speech has little above. */
const TOP = 12_000;
/** Loudest to quietest shown, dB. */
const RANGE = 80;

/** Pitch over time, darker where louder. */
export function Spectrogram({ label, clip, time }: SpectrogramProps) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const look = theme.value;
  useEffect(() => paint(canvas.current!, clip), [clip, look]);
  return (
    <div class="spectrogram-box">
      <canvas
        class="spectrogram"
        ref={canvas}
        width={COLUMNS}
        height={ROWS}
        role="img"
        aria-label={label}
      />
      <span class="spectrogram-top mono" aria-hidden="true">
        {Math.min(TOP, clip.sampleRate / 2) / 1000} kHz
      </span>
      <i style={{ '--left': `${(time / (clip.seconds || 1)) * 100}%` }} />
    </div>
  );
}

function paint(canvas: HTMLCanvasElement, { samples, sampleRate }: Clip): void {
  const pen = canvas.getContext('2d')!;
  const image = pen.createImageData(COLUMNS, ROWS);
  const [low, high] = [rgb(inkOf('sunken')), rgb(inkOf('ink'))];
  const top = Math.min(TOP, sampleRate / 2);
  const piece = new Float32Array(SIZE);
  for (let column = 0; column < COLUMNS; column++) {
    const start = Math.floor((column / COLUMNS) * Math.max(0, samples.length - SIZE));
    for (let at = 0; at < SIZE; at++)
      piece[at] = (samples[start + at] ?? 0) * (0.5 - 0.5 * Math.cos((2 * Math.PI * at) / SIZE));
    const spectrum = magnitudes(piece, SIZE);
    for (let row = 0; row < ROWS; row++) {
      const pitch = ((ROWS - 1 - row) / ROWS) * top;
      const loudness = spectrum[Math.floor((pitch / sampleRate) * SIZE)] ?? 0;
      const decibels = 20 * Math.log10(loudness / (SIZE / 4) + 1e-9);
      const share = Math.max(0, Math.min(1, (decibels + RANGE) / RANGE));
      const at = (row * COLUMNS + column) * 4;
      for (let part = 0; part < 3; part++)
        image.data[at + part] = low[part]! + (high[part]! - low[part]!) * share;
      image.data[at + 3] = 255;
    }
  }
  pen.putImageData(image, 0, 0);
}

const rgb = (hex: string): number[] =>
  [1, 3, 5].map((at) => Number.parseInt(hex.slice(at, at + 2), 16));
