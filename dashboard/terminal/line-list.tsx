import { useLayoutEffect, useRef, useState } from 'preact/hooks';
import { Icon } from '../ui/icon.tsx';
import { link } from './connection.ts';
import { search, shown } from './filters.ts';
import { lines } from './lines.ts';
import { LineRow } from './line-row.tsx';
import { wrapped } from './toolbar.tsx';
import { useWindow } from './use-window.ts';

/** Near enough to the end to stay there, px. */
const AT_END = 24;

/** The lines; only those on the screen are in the page, so that thousands cost nothing. */
export function LineList() {
  const box = useRef<HTMLDivElement>(null);
  const lastTop = useRef(0);
  const [atEnd, setAtEnd] = useState(true);
  const list = shown.value;
  const seen = useWindow(box, list, wrapped.value);

  useLayoutEffect(() => {
    const element = box.current;
    if (element && atEnd) element.scrollTop = element.scrollHeight;
  }, [list, atEnd, seen.total]);

  const onScroll = (): void => {
    // The event of a list that is gone by now.
    if (!box.current) return;
    const { scrollTop, scrollHeight, clientHeight } = box.current;
    // Lines that arrive move the end away; only a person scrolls up.
    const up = scrollTop < lastTop.current;
    lastTop.current = scrollTop;
    if (scrollHeight - scrollTop - clientHeight < AT_END) setAtEnd(true);
    else if (up) setAtEnd(false);
    seen.onScroll();
  };
  return (
    <div class="terminal-frame">
      <div
        class="terminal-lines"
        ref={box}
        role="log"
        aria-live="off"
        aria-label="Log lines"
        tabIndex={0}
        data-wrap={wrapped.value}
        onScroll={onScroll}
      >
        <div class="lines-room" style={{ height: `${seen.total}px` }}>
          <div class="lines-shown" style={{ transform: `translateY(${seen.before}px)` }}>
            {list.slice(seen.first, seen.last).map((line) => (
              <LineRow key={line.key} line={line} search={search.value} measure={seen.measure} />
            ))}
          </div>
        </div>
        {list.length === 0 && <Empty />}
      </div>
      {!atEnd && (
        <button type="button" class="button terminal-end" onClick={() => setAtEnd(true)}>
          <Icon name="down" /> Newest
        </button>
      )}
      <p class="terminal-count mono small soft">
        {list.length.toLocaleString('en')} of {lines.value.length.toLocaleString('en')} lines
      </p>
    </div>
  );
}

const Empty = () =>
  lines.value.length > 0 ? (
    <p class="empty">
      <strong>No line passes the filters.</strong> Switch a level on, or clear the search.
    </p>
  ) : (
    <p class="empty">
      <strong>
        {link.value.state === 'live' ? 'Nothing has happened yet.' : 'Not connected.'}
      </strong>
      Every function that handles a request writes a line here, also those that start for it and
      stop when idle.
    </p>
  );
