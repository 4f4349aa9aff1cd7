/** The levels of terminal lines, lowest first. */
export const LEVELS = ['DEBUG', 'INFO', 'WARNING', 'ERROR', 'CRITICAL'] as const;
export type Level = (typeof LEVELS)[number];

/** What the log library calls them. */
export const PINO_LEVELS = {
  DEBUG: 'debug',
  INFO: 'info',
  WARNING: 'warn',
  ERROR: 'error',
  CRITICAL: 'fatal',
} as const satisfies Record<Level, string>;

/** A level by its name in any case; what is none is INFO. */
export function levelOf(name: unknown): Level {
  const wanted = String(name).trim().toUpperCase();
  if (wanted === 'WARN') return 'WARNING';
  return LEVELS.find((level) => level === wanted) ?? 'INFO';
}

export const rankOf = (level: Level): number => LEVELS.indexOf(level);
