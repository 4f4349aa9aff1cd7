import { computed, signal } from '@preact/signals';
import { LEVELS, type Level, type Line } from './line.ts';
import { lines } from './lines.ts';

const KEY = 'synapse_terminal_filters';

function saved(): ReadonlySet<Level> {
  try {
    const names = JSON.parse(localStorage.getItem(KEY) ?? '') as unknown;
    if (Array.isArray(names)) return new Set(LEVELS.filter((level) => names.includes(level)));
  } catch {
    /* nothing saved */
  }
  return new Set(LEVELS.filter((level) => level !== 'DEBUG'));
}

/** Levels that are shown; kept for the next visit. */
export const levels = signal(saved());

/** Empty: every source. */
export const source = signal('');
export const search = signal('');

export function toggleLevel(level: Level): void {
  const next = new Set(levels.value);
  if (!next.delete(level)) next.add(level);
  levels.value = next;
  localStorage.setItem(KEY, JSON.stringify([...next]));
}

export const sources = computed(() =>
  [...new Set(lines.value.filter(({ gap }) => !gap).map((line) => line.source))].sort(),
);

const words = computed(() => search.value.trim().toLowerCase());

const matches = (line: Line, text: string): boolean =>
  line.message.toLowerCase().includes(text) ||
  line.source.toLowerCase().includes(text) ||
  line.instance.toLowerCase().includes(text) ||
  line.requestId.toLowerCase().includes(text);

/** What passes the filters; a gap always does. */
export const shown = computed(() => {
  const text = words.value;
  return lines.value.filter(
    (line) =>
      line.gap ||
      (levels.value.has(line.level) &&
        (source.value === '' || line.source === source.value) &&
        (text === '' || matches(line, text))),
  );
});
