import { once } from 'node:events';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { dirname, join, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { table } from '../routes/table.ts';
import { accessToken, environmentOf } from './access-token.ts';
import { banner } from './banner.ts';
import { findRoot, functionEnvironment, readSettings, withOwnPort } from './environment.ts';
import { createIngress, pathMap } from './ingress.ts';
import { printLine } from './print-line.ts';
import { createService, type Service } from './service.ts';
import { strayLines } from './stray-lines.ts';
import { missingTools } from './tools.ts';

/** Entry of `make start`: the public ingress, the cluster-local one for the embedded engines, and their functions. */
async function main(): Promise<void> {
  const root = findRoot(dirname(fileURLToPath(import.meta.url)));
  const settings = readSettings(process.env, root);
  const services = new Map<string, Service>();
  const inner = createIngress(() => 'embedded', services);
  const embeddedUrl = `http://127.0.0.1:${await listen(inner, 0, '127.0.0.1')}`;
  const env = functionEnvironment(process.env, settings, embeddedUrl, root);
  const tellStray = strayLines(env);
  const access = accessToken(process.env, settings.dataDirectory);
  for (const [index, name] of [...Object.keys(table), 'embedded'].entries()) {
    const options = {
      ...settings,
      root,
      env: withOwnPort(environmentOf(name, env, access), index),
      onLine: (line: string) => {
        printLine(name, line);
        tellStray(name, line);
      },
      always: name === 'dashboard',
    };
    services.set(name, createService(name, options));
  }
  const outer = createIngress(pathMap(table), services, settings.names);
  const port = await listen(outer, settings.port, settings.host);
  stopOnSignal(outer, inner, services, settings.drainSeconds);
  const use = await services.get('dashboard')!.use();
  use.done();
  const config = env['SYNAPSE_GATEWAY_CONFIG_PATH']!;
  const embedded = resolve(config) === join(root, 'config/embedded.yaml');
  process.stdout.write(
    banner({
      url: `http://localhost:${port}`,
      login: access.made ? `?access_token=${access.token}` : '',
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

/** The first signal lets requests finish; the second one does not wait. The engines go last: others may need them. */
function stopOnSignal(
  outer: Server,
  inner: Server,
  services: ReadonlyMap<string, Service>,
  drainSeconds: number,
): void {
  const all = [...services.values()];
  const force = (code: number): void => {
    for (const service of all) service.kill();
    process.exit(code);
  };
  let stopping = false;
  const stop = async (): Promise<void> => {
    if (stopping) return force(130);
    stopping = true;
    process.stdout.write('stopping …\n');
    // Both phases may take their drain time, and each a second to kill what does not listen.
    setTimeout(() => force(1), (2 * drainSeconds + 5) * 1000).unref();
    outer.close();
    outer.closeIdleConnections();
    await Promise.all(all.filter(({ name }) => name !== 'embedded').map(({ close }) => close()));
    inner.close();
    inner.closeIdleConnections();
    await services.get('embedded')?.close();
    process.exit(0);
  };
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
    process.on(signal, () => void stop().catch(() => force(1)));
}

main().catch((error: unknown) => {
  process.stderr.write(`synapse: ${error instanceof Error ? error.message : String(error)}\n`);
  process.exit(1);
});
