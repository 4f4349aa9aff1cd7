import type { JSX } from 'preact';
import { useLayoutEffect, useRef } from 'preact/hooks';
import { href } from '../shell/route.ts';
import type { Line } from './line.ts';

interface LineRowProps {
  readonly line: Line;
  readonly search: string;
  readonly measure: ((key: number, height: number) => void) | undefined;
}

/** Time, level, source, instance, message; or a mark where lines are missing. */
export function LineRow({ line, search, measure }: LineRowProps) {
  const row = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => {
    if (measure && row.current) measure(line.key, row.current.offsetHeight);
  });
  if (line.gap)
    return (
      <div class="line line-gap" ref={row}>
        <span>{line.message}</span>
      </div>
    );
  return (
    <div class={`line line-${line.level.toLowerCase()}`} ref={row}>
      <time class="line-time" dateTime={line.ts}>
        {timeOf(line.ts)}
      </time>
      <span class="line-level">{SHORT[line.level]}</span>
      <span class="line-source" title={line.source}>
        {line.source}
      </span>
      <span class="line-instance" title={line.instance}>
        {line.instance}
      </span>
      <span class="line-message">
        {marked(line.message, search.trim())}
        {line.requestId && (
          // The search field does the same for the keyboard.
          <a
            class="line-request"
            tabIndex={-1}
            href={href('terminal', line.requestId)}
            title={`All lines of request ${line.requestId}`}
          >
            {line.requestId.slice(0, 8)}
          </a>
        )}
      </span>
    </div>
  );
}

const SHORT = {
  DEBUG: 'DEBUG',
  INFO: 'INFO ',
  WARNING: 'WARN ',
  ERROR: 'ERROR',
  CRITICAL: 'CRIT ',
};

const two = (value: number): string => String(value).padStart(2, '0');

/** The reader's own time of day, to the millisecond; by hand, as locales are slow and there are many rows. */
function timeOf(ts: string): string {
  const date = new Date(ts);
  if (Number.isNaN(date.getTime())) return ts;
  const ms = String(date.getMilliseconds()).padStart(3, '0');
  return `${two(date.getHours())}:${two(date.getMinutes())}:${two(date.getSeconds())}.${ms}`;
}

function marked(text: string, search: string) {
  if (search === '') return text;
  const parts: (string | JSX.Element)[] = [];
  const low = text.toLowerCase();
  const wanted = search.toLowerCase();
  let from = 0;
  for (let at = low.indexOf(wanted); at >= 0; at = low.indexOf(wanted, from)) {
    parts.push(text.slice(from, at), <mark>{text.slice(at, at + wanted.length)}</mark>);
    from = at + wanted.length;
  }
  return [...parts, text.slice(from)];
}
