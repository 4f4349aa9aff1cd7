import type { RefObject } from 'preact';
import { useEffect, useMemo, useRef, useState } from 'preact/hooks';
import type { Line } from './line.ts';

const ROW = 22;
/** Rows kept ready above and below the screen. */
const MORE = 12;

/** Which rows of a long list are near the screen, and the room to leave for the others. */
export interface Window {
  readonly first: number;
  readonly last: number;
  /** Height of what is left out above, px. */
  readonly before: number;
  /** Height of all rows, px. */
  readonly total: number;
  readonly onScroll: () => void;
  /** Tells the real height of a row that wraps. */
  readonly measure: ((key: number, height: number) => void) | undefined;
}

/** Rows are of one height unless they wrap; then each is measured once it has been seen. */
export function useWindow(
  box: RefObject<HTMLElement | null>,
  list: readonly Line[],
  wraps: boolean,
): Window {
  const [view, setView] = useState({ top: 0, height: 600 });
  const heights = useRef(new Map<number, number>());
  const [measured, setMeasured] = useState(0);

  useEffect(() => {
    const element = box.current!;
    const observer = new ResizeObserver(() => {
      heights.current.clear();
      setView({ top: element.scrollTop, height: element.clientHeight });
    });
    observer.observe(element);
    return () => observer.disconnect();
  }, [wraps]);

  const span = useMemo(
    () => (wraps ? spanOf(list, heights.current, view) : flatSpan(list.length, view)),
    [list, view, wraps, measured],
  );
  return {
    ...span,
    onScroll: () => {
      const element = box.current!;
      setView({ top: element.scrollTop, height: element.clientHeight });
    },
    measure: wraps
      ? (key, height) => {
          if (heights.current.get(key) === height) return;
          heights.current.set(key, height);
          setMeasured((times) => times + 1);
        }
      : undefined,
  };
}

interface View {
  readonly top: number;
  readonly height: number;
}

type Span = Pick<Window, 'first' | 'last' | 'before' | 'total'>;

function flatSpan(length: number, { top, height }: View): Span {
  const first = Math.max(0, Math.min(length, Math.floor(top / ROW)) - MORE);
  const last = Math.min(length, Math.ceil((top + height) / ROW) + MORE);
  return {
    first: Math.min(first, last),
    last,
    before: Math.min(first, last) * ROW,
    total: length * ROW,
  };
}

function spanOf(list: readonly Line[], heights: ReadonlyMap<number, number>, view: View): Span {
  const from = view.top - MORE * ROW;
  const to = view.top + view.height + MORE * ROW;
  const span = { first: list.length, last: list.length, before: 0 };
  let top = 0;
  list.forEach(({ key }, index) => {
    const bottom = top + (heights.get(key) ?? ROW);
    if (span.first === list.length && bottom > from) {
      span.first = index;
      span.before = top;
    }
    if (top < to) span.last = index + 1;
    top = bottom;
  });
  return { ...span, total: top };
}
