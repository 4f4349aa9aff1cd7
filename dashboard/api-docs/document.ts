import { requestJson } from '../api/request.ts';
import { resource } from '../api/resource.ts';
import type { OpenApi } from './openapi.ts';

/** The API's own description; changes with an update only. */
export const openApi = resource(
  (signal) => requestJson<OpenApi>('/openapi.json', { signal }),
  3_600_000,
);
