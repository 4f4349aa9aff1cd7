import type { FinishedRow, LatestRequestsAnswer } from '../../lib/overview/latest-requests.ts';
import { resource } from './resource.ts';
import { withSession } from './session.ts';

export type { FinishedRow };

const read = (query: string, signal: AbortSignal): Promise<LatestRequestsAnswer> =>
  withSession<LatestRequestsAnswer>(`/dashboard/api/requests?${query}`, { signal });

/** The newest few, of all functions and replicas. */
export const latestRequests = resource((signal) => read('limit=6', signal), 15_000);

let wanted = 'limit=100';

/** The requests somebody looks through, as `wantRequests` has asked; with the question they answer. */
export const requests = resource(async (signal) => {
  const query = wanted;
  return { query, ...(await read(query, signal)) };
}, 5_000);

/** Asks another question, at once. */
export function wantRequests(query: string): void {
  if (query === wanted) return;
  wanted = query;
  void requests.refresh();
}
