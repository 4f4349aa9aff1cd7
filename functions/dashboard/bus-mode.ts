import type { Bus } from '../../lib/bus/bus.ts';

/** The bus in the words of its variable: without a state folder it is local too, only smaller. */
export const busMode = (bus: Bus): 'local' | 'redis' =>
  bus.counters().transport === 'redis' ? 'redis' : 'local';
