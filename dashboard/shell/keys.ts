import { refreshAll } from '../api/resource.ts';
import { helpOpen } from './help.tsx';
import { go, VIEWS } from './route.ts';
import { toggleTheme } from './theme-choice.ts';
import { toast } from './toast.tsx';

/** Other things Escape closes, newest last. */
const closers: (() => void)[] = [];

/** Calls `close` at Escape until the returned function is called. */
export function onEscape(close: () => void): () => void {
  closers.push(close);
  return () => {
    const at = closers.indexOf(close);
    if (at >= 0) closers.splice(at, 1);
  };
}

const isTyping = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement &&
  (target.matches('input, textarea, select') || target.isContentEditable);

/** 1–9 views, r refresh, / search, t theme, ? help, Escape close. */
export function listenToKeys(): void {
  addEventListener('keydown', (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return;
    if (event.key === 'Escape') escape(event);
    else if (!isTyping(event.target) && !document.querySelector('dialog[open]')) press(event);
  });
}

function escape(event: KeyboardEvent): void {
  if (document.querySelector('dialog[open]')) return;
  if (isTyping(event.target)) (event.target as HTMLElement).blur();
  else closers.at(-1)?.();
}

function press(event: KeyboardEvent): void {
  const view = VIEWS[Number(event.key) - 1];
  if (view) go(view.id);
  else if (event.key === 'r') void refreshAll().then(() => toast('Refreshed.'));
  else if (event.key === 't') toggleTheme();
  else if (event.key === '?') helpOpen.value = true;
  else if (event.key === '/') focusSearch();
  else return;
  event.preventDefault();
}

function focusSearch(): void {
  document.querySelector<HTMLInputElement>('[data-search]')?.focus();
}
