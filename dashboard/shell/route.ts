import { computed, signal } from '@preact/signals';

export const VIEWS = [
  { id: 'overview', label: 'Overview' },
  { id: 'backends', label: 'Backends' },
  { id: 'models', label: 'Models' },
  { id: 'voices', label: 'Voices' },
  { id: 'playground', label: 'Playground' },
  { id: 'terminal', label: 'Terminal' },
  { id: 'api-docs', label: 'API' },
  { id: 'activity', label: 'Activity' },
] as const;

export type ViewId = (typeof VIEWS)[number]['id'];

const LAST = 'synapse_last_view';
const hash = signal(location.hash);

/** `#/models/Qwen3-8B` → view `models`, rest `['Qwen3-8B']`; without one: the last view, else the overview. */
export const route = computed<{ readonly view: ViewId; readonly rest: readonly string[] }>(() => {
  const [first, ...rest] = hash.value.replace(/^#\/?/, '').split('/').map(decode);
  const named = VIEWS.find(({ id, label }) => id === first || label.toLowerCase() === first);
  if (named) return { view: named.id, rest: rest.filter((part) => part !== '') };
  // What follows the name of no view is not for another one.
  const last = VIEWS.find(({ id }) => id === localStorage.getItem(LAST));
  return { view: last?.id ?? 'overview', rest: [] };
});

function decode(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}

export const href = (view: ViewId, ...rest: readonly string[]): string =>
  `#/${[view, ...rest.map(encodeURIComponent)].join('/')}`;

export const go = (view: ViewId, ...rest: readonly string[]): void => {
  location.hash = href(view, ...rest);
};

export function followHash(): void {
  addEventListener('hashchange', () => {
    hash.value = location.hash;
    localStorage.setItem(LAST, route.value.view);
  });
}

/** After a login: the view that was wanted before it. */
export function returnToWanted(): void {
  const wanted = sessionStorage.getItem('synapse_return');
  sessionStorage.removeItem('synapse_return');
  if (wanted && !location.hash) location.replace(wanted);
}
