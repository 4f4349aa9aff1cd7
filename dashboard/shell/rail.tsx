import { signal } from '@preact/signals';
import { useLayoutEffect } from 'preact/hooks';
import { logOut, session } from '../api/session.ts';
import { Brand } from '../ui/brand.tsx';
import { Icon } from '../ui/icon.tsx';
import { helpOpen } from './help.tsx';
import { onEscape } from './keys.ts';
import { OverallState } from './overall-state.tsx';
import { href, route, VIEWS } from './route.ts';
import { theme, toggleTheme } from './theme-choice.ts';

export const drawerOpen = signal(false);

/** The views, the overall state and the page's own controls; a drawer on a phone. */
export function Rail() {
  const open = drawerOpen.value;
  useLayoutEffect(() => (open ? onEscape(() => (drawerOpen.value = false)) : undefined), [open]);
  return (
    <>
      <button
        type="button"
        class="backdrop"
        data-open={open}
        aria-label="Close the menu"
        tabIndex={open ? 0 : -1}
        onClick={() => (drawerOpen.value = false)}
      />
      <aside class="rail" data-open={open} id="rail">
        <Brand />
        <nav class="nav" aria-label="Views">
          {VIEWS.map(({ id, label }, index) => (
            <a
              key={id}
              href={href(id)}
              {...(route.value.view === id && { 'aria-current': 'page' })}
            >
              {label}
              <kbd aria-hidden="true">{index + 1}</kbd>
            </a>
          ))}
        </nav>
        <Foot />
      </aside>
    </>
  );
}

const Foot = () => (
  <div class="rail-foot">
    <OverallState />
    {session.value && (
      <span class="soft clip mono" title={`instance ${session.value.instance}`}>
        {session.value.version} · {session.value.instance}
      </span>
    )}
    <div class="rail-tools">
      <button
        type="button"
        class="button icon quiet"
        onClick={toggleTheme}
        aria-label={theme.value === 'dark' ? 'Light theme' : 'Dark theme'}
        title="Theme (t)"
      >
        <Icon name={theme.value === 'dark' ? 'sun' : 'moon'} />
      </button>
      <button
        type="button"
        class="button icon quiet"
        onClick={() => (helpOpen.value = true)}
        aria-label="Keyboard shortcuts"
        title="Keyboard (?)"
      >
        <Icon name="keyboard" />
      </button>
      <button
        type="button"
        class="button icon quiet"
        onClick={() => void logOut()}
        aria-label="Log out"
        title="Log out"
      >
        <Icon name="leave" />
      </button>
    </div>
  </div>
);
