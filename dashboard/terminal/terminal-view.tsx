import { useEffect } from 'preact/hooks';
import { route } from '../shell/route.ts';
import { ViewHead } from '../ui/view-head.tsx';
import { follow } from './connection.ts';
import { search } from './filters.ts';
import { LineList } from './line-list.tsx';
import { LinkState } from './link-state.tsx';
import { Toolbar } from './toolbar.tsx';

/** What every function logs, as it happens. `#/terminal/<text>` opens with a search. */
export function TerminalView() {
  useEffect(followWhileVisible, []);
  const wanted = route.value.rest[0];
  useEffect(() => {
    if (wanted !== undefined) search.value = wanted;
  }, [wanted]);
  return (
    <div class="terminal">
      <ViewHead title="Terminal">
        <LinkState />
      </ViewHead>
      <Toolbar />
      <LineList />
    </div>
  );
}

/** A hidden page lets go of its stream, and resumes after the last line it has. */
function followWhileVisible(): () => void {
  let stop: (() => void) | undefined;
  const onVisibility = (): void => {
    stop?.();
    stop = document.hidden ? undefined : follow();
  };
  onVisibility();
  document.addEventListener('visibilitychange', onVisibility);
  return () => {
    document.removeEventListener('visibilitychange', onVisibility);
    stop?.();
  };
}
