import type { Slice } from '../http/route.ts';
import { publicPath } from './openapi.ts';

/** What `/api/backend-routes` needs to know of a configured backend. */
export interface ListedBackend {
  readonly name: string;
  readonly health: string;
}

interface Listed {
  readonly method: string;
  readonly path: string;
}

export interface BackendRoutes {
  readonly title: string;
  readonly groups: readonly { readonly title: string; readonly routes: readonly Listed[] }[];
}

/** Routes grouped by the backend that serves them, in the order of the backends file. */
export function backendRoutes(
  table: Readonly<Record<string, Slice>>,
  backends: readonly ListedBackend[],
  override: ReadonlyMap<string, string>,
): Record<string, BackendRoutes> {
  const routes = Object.values(table).flatMap((slice) => Object.values(slice));
  return Object.fromEntries(
    backends.map(({ name, health }) => {
      const served = routes
        .filter(
          (route) =>
            route.backend !== undefined && (override.get(route.path) ?? route.backend) === name,
        )
        .map((route) => ({ method: route.method, path: publicPath(route.path) }));
      const groups = [
        { title: 'Gateway Routes', routes: served },
        { title: 'Ops', routes: [{ method: 'GET', path: health }] },
      ];
      return [name, { title: name, groups }];
    }),
  );
}
