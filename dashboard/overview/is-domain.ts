/** What only watches the others: its calls are this page's own. */
const WATCHERS = new Set(['dashboard', 'health']);

/** Whether a function does what Synapse is there for. */
export const isDomain = (name: string): boolean => !WATCHERS.has(name);
