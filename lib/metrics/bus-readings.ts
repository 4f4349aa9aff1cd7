import type { BusCounters } from '../bus/bus.ts';
import type { Reading } from './reading.ts';

export const busReadings = (bus: BusCounters): Reading[] => [
  { name: 'synapse_bus_connected', value: Number(bus.connected) },
  { name: 'synapse_bus_waiting', value: bus.waiting },
  { name: 'synapse_bus_dropped_total', value: bus.dropped },
  { name: 'synapse_bus_lost_total', value: bus.lost + bus.lost_requests },
];
