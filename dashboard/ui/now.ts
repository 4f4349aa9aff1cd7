import { signal } from '@preact/signals';

/** The clock of the page, ms since the epoch; stands still while hidden. */
export const now = signal(Date.now());

setInterval(() => {
  if (!document.hidden) now.value = Date.now();
}, 1000);
