import type { TestProject } from 'vitest/node';
import { table } from '../../lib/routes/table.ts';
import { startTopology } from './start-topology.ts';

/** The demonstration overlay as the place where the contract is tried. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const token = 'a'.repeat(40);
  const topology = await startTopology('kustomize/overlays/demo', {
    'synapse-gateway-secrets': { dashboard_access_token: token },
  });
  project.provide('stack', 'adopted');
  project.provide('token', token);
  project.provide(
    'host',
    Object.fromEntries(Object.keys(table).map((name) => [name, topology.url])),
  );
  return topology.stop;
}
