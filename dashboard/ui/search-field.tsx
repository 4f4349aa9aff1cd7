import type { Signal } from '@preact/signals';

/** The field that `/` leads to. */
export const SearchField = ({
  text,
  label,
}: {
  readonly text: Signal<string>;
  readonly label: string;
}) => (
  <input
    class="input search"
    type="search"
    placeholder="Search  /"
    aria-label={label}
    data-search
    value={text.value}
    onInput={(event) => (text.value = event.currentTarget.value)}
  />
);
