import { once } from 'node:events';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { dirname, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { table } from '../routes/table.ts';
import { banner } from './banner.ts';
import { findRoot, functionEnvironment, readSettings } from './environment.ts';
import { createIngress, pathMap } from './ingress.ts';
import { printLine } from './print-line.ts';
import { createService, type Service } from './service.ts';
import { missingTools } from './tools.ts';

/** Entry of `make start`: the public ingress, the cluster-local one for the embedded engines, and their functions. */
async function main(): Promise<void> {
  const root = findRoot(dirname(fileURLToPath(import.meta.url)));
  const settings = readSettings(process.env, root);
  const services = new Map<string, Service>();
  const inner = createIngress(() => 'embedded', services);
  const embeddedUrl = `http://127.0.0.1:${await listen(inner, 0, '127.0.0.1')}`;
  const env = functionEnvironment(process.env, settings, embeddedUrl, root);
  for (const name of [...Object.keys(table), 'embedded']) {
    const options = {
      ...settings,
      root,
      env,
      onLine: (line: string) => printLine(name, line),
      always: name === 'dashboard',
    };
    services.set(name, createService(name, options));
  }
  const outer = createIngress(pathMap(table), services);
  const port = await listen(outer, settings.port, settings.host);
  stopOnSignal([outer, inner], services, settings.drainSeconds);
  const use = await services.get('dashboard')!.use();
  use.done();
  const config = env['SYNAPSE_GATEWAY_CONFIG_PATH']!;
  const embedded = config.endsWith('embedded.yaml');
  process.stdout.write(
    banner({
      url: `http://localhost:${port}`,
      config: embedded ? 'embedded engines (config/embedded.yaml)' : config,
      data: relative(process.cwd(), settings.dataDirectory) || '.',
      missing: embedded ? missingTools() : [],
    }),
  );
}

async function listen(server: Server, port: number, host?: string): Promise<number> {
  server.listen(port, host);
  await once(server, 'listening').catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'EADDRINUSE') throw error;
    throw new Error(`port ${port} is in use; choose another with PORT=…`);
  });
  return (server.address() as AddressInfo).port;
}

/** The first signal drains; the second one does not wait. */
function stopOnSignal(
  servers: readonly Server[],
  services: ReadonlyMap<string, Service>,
  drainSeconds: number,
): void {
  let stopping = false;
  const stop = (): void => {
    if (stopping) process.exit(130);
    stopping = true;
    process.stdout.write('stopping …\n');
    for (const server of servers) {
      server.close();
      server.closeIdleConnections();
    }
    setTimeout(() => process.exit(1), (drainSeconds + 5) * 1000).unref();
    Promise.all(
      [...services.values()]
        .filter(({ name }) => name !== 'embedded')
        .map((service) => service.stop()),
    )
      .then(() => services.get('embedded')?.stop())
      .then(
        () => process.exit(0),
        () => process.exit(1),
      );
  };
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, stop);
}

main().catch((error: unknown) => {
  process.stderr.write(`synapse: ${error instanceof Error ? error.message : String(error)}\n`);
  process.exit(1);
});
