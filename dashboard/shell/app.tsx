import { useLayoutEffect, useRef } from 'preact/hooks';
import type { FunctionComponent } from 'preact';
import { OverviewView } from '../overview/overview-view.tsx';
import { Icon } from '../ui/icon.tsx';
import { lazy } from '../ui/lazy.tsx';
import { Help } from './help.tsx';
import { drawerOpen, Rail } from './rail.tsx';
import { route, VIEWS, type ViewId } from './route.ts';
import { Toasts } from './toast.tsx';

const PAGES: Readonly<Record<ViewId, FunctionComponent>> = {
  overview: OverviewView,
  backends: lazy(async () => (await import('../backends/backends-view.tsx')).BackendsView),
  models: lazy(async () => (await import('../models/models-view.tsx')).ModelsView),
  voices: lazy(async () => (await import('../voices/voices-view.tsx')).VoicesView),
  playground: lazy(async () => (await import('../playground/playground-view.tsx')).PlaygroundView),
  terminal: lazy(async () => (await import('../terminal/terminal-view.tsx')).TerminalView),
  'api-docs': lazy(async () => (await import('../api-docs/api-docs-view.tsx')).ApiDocsView),
  activity: lazy(async () => (await import('../activity/activity-view.tsx')).ActivityView),
};

/** The frame around the view that the address names. */
export function App() {
  const main = useRef<HTMLElement>(null);
  const { view } = route.value;
  const label = VIEWS.find(({ id }) => id === view)!.label;
  const first = useRef(true);
  useLayoutEffect(() => {
    document.title = `${label} · Synapse`;
    drawerOpen.value = false;
    // A screen reader follows to the new view; the first one is where it already is.
    if (!first.current) main.current?.focus({ preventScroll: true });
    first.current = false;
    scrollTo(0, 0);
  }, [view]);
  const Page = PAGES[view];
  return (
    <>
      <a class="skip" href="#main" onClick={(event) => skip(event, main.current)}>
        Skip to the view
      </a>
      <div class="shell">
        <header class="topbar">
          <button
            type="button"
            class="button icon quiet"
            aria-label="Menu"
            aria-expanded={drawerOpen.value}
            aria-controls="rail"
            onClick={() => (drawerOpen.value = !drawerOpen.value)}
          >
            <Icon name="menu" />
          </button>
          <strong>{label}</strong>
          <span class="topbar-end" />
        </header>
        <Rail />
        <main class="view" id="main" ref={main} tabIndex={-1} key={view} data-view={view}>
          <Page />
        </main>
      </div>
      <Toasts />
      <Help />
    </>
  );
}

function skip(event: Event, main: HTMLElement | null): void {
  event.preventDefault();
  main?.focus();
}
