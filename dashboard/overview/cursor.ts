import { signal } from '@preact/signals';

/** Step of the hour under the cursor; all charts share it. Null: the whole hour. */
export const cursor = signal<number | null>(null);
