import { computed } from '@preact/signals';
import { route } from '../shell/route.ts';

/** Empty: any. */
export interface Filters {
  readonly function: string;
  /** As the server takes it: `503`, `5xx`, `failed`. */
  readonly status: string;
  readonly search: string;
}

const NAMES = ['function', 'status', 'search'] as const;
const NONE: Filters = { function: '', status: '', search: '' };

/** What the address asks for: `#/activity/function=llm/status=failed`. */
export const filters = computed<Filters>(() => {
  if (route.value.view !== 'activity') return NONE;
  const parts = new Map(
    route.value.rest.map((part) => {
      const [name = '', ...value] = part.split('=');
      return [name, value.join('=')];
    }),
  );
  return {
    function: parts.get('function') ?? '',
    status: parts.get('status') ?? '',
    search: parts.get('search') ?? '',
  };
});

/** The address of the requests that pass. */
export const activityHref = (wanted: Partial<Filters> = {}): string =>
  [
    '#/activity',
    ...NAMES.filter((name) => wanted[name]).map(
      (name) => `${name}=${encodeURIComponent(wanted[name]!)}`,
    ),
  ].join('/');

/** Changes the address in place: going back leaves the view, not the last letter. */
export const setFilters = (change: Partial<Filters>): void =>
  location.replace(activityHref({ ...filters.value, ...change }));

/** The same for the server. */
export function queryOf(wanted: Filters, limit: number): string {
  const query = new URLSearchParams({ limit: String(limit) });
  for (const name of NAMES) if (wanted[name]) query.set(name, wanted[name].slice(0, 200));
  return query.toString();
}
