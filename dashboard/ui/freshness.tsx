import type { Resource } from '../api/resource.ts';
import { now } from './now.ts';
import { Icon } from './icon.tsx';

/** How old what is shown is, and the button that reads it again. */
export function Freshness({ of }: { readonly of: Omit<Resource<unknown>, 'patch'> }) {
  const seconds = Math.max(0, Math.round((now.value - of.at.value) / 1000));
  const age = of.at.value === 0 ? 'reading …' : seconds < 5 ? 'just now' : `${seconds} s ago`;
  return (
    <>
      <span class="soft small mono">{of.fault.value ? `stale, ${age}` : age}</span>
      <button
        type="button"
        class="button icon quiet"
        aria-label="Refresh"
        title="Refresh (r)"
        onClick={() => void of.refresh()}
      >
        <Icon name="refresh" />
      </button>
    </>
  );
}
