import { signal } from '@preact/signals';
import type { Line } from './line.ts';

/** The most lines kept; older ones are forgotten. */
const MOST_LINES = 5_000;

/** Everything kept, oldest first. A new array whenever it changes. */
export const lines = signal<readonly Line[]>([]);

/** How many lines have arrived since the page was paused. */
export const heldBack = signal(0);
export const paused = signal(false);

let waiting: Line[] = [];
let frame: number | undefined;

/** Lines arrive in bursts: they are shown together, once a frame. */
export function addLine(line: Line): void {
  waiting.push(line);
  if (waiting.length > MOST_LINES) waiting = waiting.slice(-MOST_LINES);
  if (paused.value) heldBack.value = waiting.length;
  else frame ??= requestAnimationFrame(show);
}

function show(): void {
  frame = undefined;
  lines.value = [...lines.value, ...waiting].slice(-MOST_LINES);
  waiting = [];
  heldBack.value = 0;
}

export function pause(on: boolean): void {
  paused.value = on;
  if (!on) show();
}

export function clearLines(): void {
  waiting = [];
  heldBack.value = 0;
  lines.value = [];
}
