import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { ApiError, toApiError } from '../errors.ts';
import { tellPipelined } from '../http/pipelined.ts';
import { refuseWhatIsNotHttp } from '../http/refuse.ts';
import { requestIdOf } from '../http/request-id.ts';
import type { Slice } from '../http/route.ts';
import { sendError } from '../http/send.ts';
import { knownHost } from './known-host.ts';
import { NotListening, proxy } from './proxy.ts';
import type { Service } from './service.ts';

/** Which function serves a path, by the longest prefix, as the cluster's ingress object has it. */
export type PathMap = (path: string) => string | undefined;

/** The path map of the route table: a route's literal beginning, up to its first parameter. */
export function pathMap(table: Readonly<Record<string, Slice>>): PathMap {
  const prefixes = new Map<string, string>();
  for (const [name, slice] of Object.entries(table)) {
    for (const { path } of Object.values(slice)) prefixes.set(path.split('/{', 1)[0]!, name);
  }
  const longestFirst = [...prefixes].sort(([a], [b]) => b.length - a.length);
  return (path) =>
    longestFirst.find(
      ([prefix]) =>
        path === prefix ||
        (prefix !== '/' && path.startsWith(`${prefix}/`)) ||
        path === `${prefix}/`,
    )?.[1];
}

const MOST_TRIES = 3;

/** Passes a request on. @returns false when nothing listened. */
async function pass(req: IncomingMessage, res: ServerResponse, service: Service): Promise<boolean> {
  const use = await service.use();
  try {
    if (!res.destroyed)
      await proxy(req, res, use.port, `synapse-${service.name}.llm-infra.svc.cluster.local`);
    return true;
  } catch (error) {
    if (!(error instanceof NotListening)) throw error;
    use.done();
    await service.lost(use.port);
    return false;
  } finally {
    use.done();
  }
}

/**
 * A front door: finds the function of a path, waits until it is up, passes the request on.
 *
 * @param names Public names it may be called by; left out: by any.
 */
export function createIngress(
  functionOf: PathMap,
  services: ReadonlyMap<string, Service>,
  names?: readonly string[],
): Server {
  const serve = async (req: IncomingMessage, res: ServerResponse): Promise<void> => {
    if (names && !knownHost(req.headers.host, names))
      throw new ApiError(
        403,
        'host_not_allowed',
        'this machine is not called by that name (SYNAPSE_LOCAL_NAMES)',
      );
    const path = (req.url ?? '/').split('?', 1)[0]!;
    const service = services.get(functionOf(path) ?? '');
    if (!service)
      throw new ApiError(404, 'not_found', `nothing is served at ${path.slice(0, 200)}`);
    // A function that has just ended is started again; nothing of the request was lost on it.
    for (let tries = 1; !(await pass(req, res, service)); tries++) {
      if (tries === MOST_TRIES)
        throw new ApiError(502, 'function_broken', 'the function does not listen');
    }
  };
  const server = createServer((req, res) => {
    tellPipelined(req, res);
    serve(req, res).catch((thrown: unknown) => {
      const id = requestIdOf(req.headers);
      res.setHeader('x-request-id', id);
      sendError(req, res, toApiError(thrown), id);
    });
  });
  // Uploads may take as long as they move; the functions watch over them.
  server.requestTimeout = 0;
  server.keepAliveTimeout = 95_000;
  refuseWhatIsNotHttp(server);
  return server;
}
