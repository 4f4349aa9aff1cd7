import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';
import { createMatcher } from '../../lib/http/match.ts';
import { table } from '../../lib/routes/table.ts';
import { runFunction, type RunningFunction } from '../support/run-function.ts';
import { runIngress } from '../support/run-ingress.ts';

/** Where each function of the table is reached. */
export type Host = Readonly<Record<string, string>>;

const TOKEN = process.env['SYNAPSE_DASHBOARD_ACCESS_TOKEN'] ?? 'the-token-of-the-contract';

declare module 'vitest' {
  export interface ProvidedContext {
    host: Host;
    stack: string;
    /** Opens the dashboard. */
    token: string;
  }
}

/**
 * Starts what the contract is tried on, once for all files of a project: every function alone under the CLI
 * (`functions`, or `framework` for the stock HTTP stack), the local ingress with its bundles (`ingress`), or the
 * deployment at `$SYNAPSE_URL`.
 */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const kind = project.config.env['SYNAPSE_TEST_HOST'] ?? 'functions';
  const given = process.env['SYNAPSE_URL'];
  project.provide('stack', kind === 'framework' ? 'framework' : 'adopted');
  project.provide('token', TOKEN);
  if (given) {
    project.provide('host', everywhere(given));
    return async () => {};
  }
  const data = await mkdtemp(join(tmpdir(), 'synapse-contract-'));
  const { host, stop } =
    kind === 'ingress' ? await startIngress(data) : await startFunctions(data, kind);
  project.provide('host', host);
  return async () => {
    await stop();
    await rm(data, { recursive: true, force: true });
  };
}

interface Started {
  readonly host: Host;
  readonly stop: () => Promise<void>;
}

const everywhere = (url: string): Host =>
  Object.fromEntries(Object.keys(table).map((name) => [name, url.replace(/\/+$/, '')]));

async function startIngress(data: string): Promise<Started> {
  const ingress = await runIngress({
    SYNAPSE_DATA_DIR: data,
    SYNAPSE_DASHBOARD_ACCESS_TOKEN: TOKEN,
  });
  return { host: everywhere(ingress.url), stop: async () => void (await ingress.stop()) };
}

async function startFunctions(data: string, kind: string): Promise<Started> {
  const env = {
    SYNAPSE_HTTP_STACK: kind === 'framework' ? 'framework' : 'adopted',
    SYNAPSE_GATEWAY_CONFIG_PATH: 'config/embedded.yaml',
    SYNAPSE_VOICE_LIBRARY_DIR: join(data, 'voices'),
    SYNAPSE_STATE_DIR: join(data, 'state'),
    SYNAPSE_DASHBOARD_ACCESS_TOKEN: TOKEN,
    SYNAPSE_TERMINAL_FEED_MODE: 'live',
    TMPDIR: data,
  };
  const embedded = await runFunction('embedded', { ...env, SYNAPSE_HTTP_STACK: 'adopted' });
  const names = Object.keys(table);
  const running: RunningFunction[] = [];
  for (const name of names)
    running.push(await runFunction(name, { ...env, SYNAPSE_EMBEDDED_URL: embedded.url }));
  return {
    host: Object.fromEntries(names.map((name, index) => [name, running[index]!.url])),
    stop: async () => {
      await Promise.all([...running, embedded].map(async (fn) => fn.stop()));
    },
  };
}

const matchers = Object.entries(table).map(
  ([name, slice]) => [name, createMatcher(slice)] as const,
);

/** The URL of a public path: with single functions it is the one that serves it, else the front door. */
export function at(host: Host, path: string): string {
  const bare = path.split('?', 1)[0]!;
  const found = matchers.find(([, match]) => {
    const result = match('GET', bare);
    return !('allowed' in result) || result.allowed.length > 0;
  });
  return host[found?.[0] ?? 'health']! + path;
}
