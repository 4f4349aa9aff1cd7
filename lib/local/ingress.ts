import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { ApiError, toApiError } from '../errors.ts';
import { requestIdOf } from '../http/request-id.ts';
import type { Slice } from '../http/route.ts';
import { sendError } from '../http/send.ts';
import { proxy } from './proxy.ts';
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

/** A front door: finds the function of a path, waits until it is up, passes the request on. */
export function createIngress(functionOf: PathMap, services: ReadonlyMap<string, Service>): Server {
  const serve = async (req: IncomingMessage, res: ServerResponse): Promise<void> => {
    const path = (req.url ?? '/').split('?', 1)[0]!;
    const service = services.get(functionOf(path) ?? '');
    if (!service)
      throw new ApiError(404, 'not_found', `nothing is served at ${path.slice(0, 200)}`);
    const use = await service.use();
    try {
      if (!res.destroyed)
        await proxy(req, res, use.port, `synapse-${service.name}.llm-infra.svc.cluster.local`);
    } finally {
      use.done();
    }
  };
  const server = createServer((req, res) => {
    serve(req, res).catch((thrown: unknown) => {
      const id = requestIdOf(req.headers);
      res.setHeader('x-request-id', id);
      sendError(req, res, toApiError(thrown), id);
    });
  });
  // Uploads may take as long as they move; the functions watch over them.
  server.requestTimeout = 0;
  return server;
}
