import { requestJson } from '../api/request.ts';
import { resource } from '../api/resource.ts';

interface Group {
  readonly title: string;
  readonly routes: readonly { readonly method: string; readonly path: string }[];
}

/** The real route table by backend; changes with a restart only. */
export const backendRoutes = resource(
  (signal) =>
    requestJson<Readonly<Record<string, { readonly groups: readonly Group[] }>>>(
      '/api/backend-routes',
      { signal },
    ),
  600_000,
);
