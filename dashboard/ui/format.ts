/** `840 ms`, `1.24 s`, `3 m 05 s`; an en dash for nothing. */
export function duration(ms: number | null | undefined): string {
  if (ms === null || ms === undefined || !Number.isFinite(ms)) return '–';
  if (ms < 1000) return `${ms < 10 ? Math.round(ms * 10) / 10 : Math.round(ms)} ms`;
  if (ms < 60_000) return `${(ms / 1000).toFixed(ms < 10_000 ? 2 : 1)} s`;
  const seconds = Math.round(ms / 1000);
  return `${Math.floor(seconds / 60)} m ${String(seconds % 60).padStart(2, '0')} s`;
}

/** `1d 2h 3m`; seconds only under an hour. */
export function uptime(total: number): string {
  const seconds = Math.max(0, Math.floor(total));
  const parts = [
    [Math.floor(seconds / 86_400), 'd'],
    [Math.floor(seconds / 3600) % 24, 'h'],
    [Math.floor(seconds / 60) % 60, 'm'],
    [seconds < 3600 ? seconds % 60 : 0, 's'],
  ] as const;
  return (
    parts
      .filter(([count]) => count > 0)
      .map(([count, unit]) => `${count}${unit}`)
      .join(' ') || '0s'
  );
}

/** `0:07.4`, the place in a recording. */
export function clock(seconds: number): string {
  const tenths = Math.round(seconds * 10);
  const minutes = Math.floor(tenths / 600);
  return `${minutes}:${((tenths % 600) / 10).toFixed(1).padStart(4, '0')}`;
}

export function fileSize(bytes: number): string {
  if (bytes < 1024) return `${bytes} B`;
  if (bytes < 1024 ** 2) return `${(bytes / 1024).toFixed(0)} KiB`;
  return `${(bytes / 1024 ** 2).toFixed(1)} MiB`;
}

/** `1,234`, `12.3k`; numbers of a headline. */
export const count = (value: number): string =>
  value < 10_000 ? value.toLocaleString('en') : `${(value / 1000).toFixed(1)}k`;

/** Requests per second as `0.41 /s`; a quiet house counts by the minute or the hour. */
export function rate(perSecond: number | null | undefined): string {
  if (perSecond === null || perSecond === undefined) return '–';
  if (perSecond === 0) return '0';
  if (perSecond >= 0.1) return `${perSecond.toFixed(2)} /s`;
  const perMinute = Math.round(perSecond * 600) / 10;
  return perMinute >= 1 ? `${perMinute} /min` : `${Math.max(1, Math.round(perSecond * 3600))} /h`;
}

/** `0.4%`; whole from ten on. */
export function percent(share: number): string {
  if (!Number.isFinite(share)) return '–';
  const value = share * 100;
  return `${value === 0 || value >= 10 ? Math.round(value) : value.toFixed(1)}%`;
}

/** ISO text or epoch (s or ms) as a date. */
export function toDate(at: string | number): Date {
  if (typeof at === 'number') return new Date(at < 1e11 ? at * 1000 : at);
  return new Date(at);
}

/** `14:03:07` of the last day, else `25 Nov, 14:03`, in the reader's zone. */
export function moment(at: string | number, now: number): string {
  const date = toDate(at);
  if (now - date.getTime() < DAY_MS) return timeOfDay(at);
  const day = date.toLocaleDateString('en-GB', { day: 'numeric', month: 'short' });
  return `${day}, ${timeOfDay(at).slice(0, 5)}`;
}

const DAY_MS = 86_400_000;

/** `14:03:07` in the reader's zone. */
export const timeOfDay = (at: string | number): string =>
  toDate(at).toLocaleTimeString('en-GB', { hour12: false });
