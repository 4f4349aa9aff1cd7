import type { Operation } from './operation.ts';

/** What the function of an operation is told of its backends. */
export const backendsOf = ({ backend }: Operation, url: string): Record<string, string> =>
  backend === 'llama-embed' ? { 'llama-router': url, [backend]: url } : { [backend]: url };
