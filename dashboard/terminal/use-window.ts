import type { RefObject } from 'preact';
import { useEffect, useMemo, useRef, useState } from 'preact/hooks';
import type { Line } from './line.ts';

const ROW = 22;
const MORE = 20;

/** Which rows of a long list are near the screen, and the room to leave for the others. */
export interface Window {
  readonly first: number;
  readonly last: number;
  /** Heights of what is left out above and below, px. */
  readonly before: number;
  readonly after: number;
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

type Span = Pick<Window, 'first' | 'last' | 'before' | 'after' | 'total'>;

function flatSpan(length: number, { top, height }: View): Span {
  const first = Math.max(0, Math.min(length, Math.floor(top / ROW)) - MORE);
  const last = Math.min(length, Math.ceil((top + height) / ROW) + MORE);
  return {
    first: Math.min(first, last),
    last,
    before: Math.min(first, last) * ROW,
    after: (length - last) * ROW,
    total: length * ROW,
  };
}

function spanOf(list: readonly Line[], heights: ReadonlyMap<number, number>, view: View): Span {
  const edge = MORE * ROW;
  let total = 0;
  let first = list.length;
  let last = list.length;
  let before = 0;
  let end = 0;
  list.forEach(({ key }, index) => {
    const height = heights.get(key) ?? ROW;
    if (first === list.length && total + height > view.top - edge) {
      first = index;
      before = total;
    }
    total += height;
    if (total < view.top + view.height + edge) {
      last = index + 1;
      end = total;
    }
  });
  if (last < first) return flatSpan(list.length, view);
  last = Math.min(list.length, last + 1);
  return { first, last, before, after: Math.max(0, total - end - ROW), total };
}
