import { signal } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import { DOMAINS } from '../overview/domains.ts';
import { SearchField } from '../ui/search-field.tsx';
import { filters, setFilters } from './filters.ts';

/** How long somebody may think between two letters, in milliseconds. */
const TYPING_MS = 250;

const STATUSES = [
  ['', 'every status'],
  ['2xx', '2xx, answered'],
  ['failed', 'failed'],
  ['4xx', '4xx, by the client'],
  ['5xx', '5xx, here or behind'],
] as const;

const typed = signal('');

/** Search, function and status; what is chosen stands in the address. */
export function FilterBar() {
  const { function: name, status } = filters.value;
  useSearch();
  return (
    <>
      <SearchField text={typed} label="Search the requests" />
      <select
        class="select request-filter"
        aria-label="Function"
        value={name}
        onChange={(event) => setFilters({ function: event.currentTarget.value })}
      >
        <option value="">every function</option>
        {withOwn(DOMAINS, name).map((one) => (
          <option key={one}>{one}</option>
        ))}
      </select>
      <select
        class="select request-filter"
        aria-label="Status"
        value={status}
        onChange={(event) => setFilters({ status: event.currentTarget.value })}
      >
        {STATUSES.map(([value, label]) => (
          <option key={value} value={value}>
            {label}
          </option>
        ))}
        {!STATUSES.some(([value]) => value === status) && <option>{status}</option>}
      </select>
    </>
  );
}

/** A link may name what is not in the list. */
const withOwn = (names: readonly string[], name: string): readonly string[] =>
  name === '' || names.includes(name) ? names : [...names, name];

/** Field and address follow each other, the address a little later. */
function useSearch(): void {
  const { search } = filters.value;
  const sent = useRef<string | undefined>(undefined);
  useEffect(() => {
    if (search !== sent.current) typed.value = search;
    sent.current = undefined;
  }, [search]);
  const text = typed.value.trim();
  useEffect(() => {
    if (text === filters.peek().search) return;
    const timer = setTimeout(() => {
      sent.current = text;
      setFilters({ search: text });
    }, TYPING_MS);
    return () => clearTimeout(timer);
  }, [text]);
}
