import type { BusCounters } from '../bus/bus.ts';
import type { Reading } from './reading.ts';

export const busReadings = ({ connected, waiting, dropped }: BusCounters): Reading[] => [
  { name: 'synapse_bus_connected', value: Number(connected) },
  { name: 'synapse_bus_waiting', value: waiting },
  { name: 'synapse_bus_dropped_total', value: dropped },
];
