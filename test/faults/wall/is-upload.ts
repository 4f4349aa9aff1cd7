import type { Operation } from './operation.ts';

/** Sends files, which go through to the backend while they arrive and cannot be sent twice. */
export const isUpload = ({ body }: Operation): boolean =>
  body?.({ key: '', voices: ['', ''], bytes: 1 }) instanceof FormData;
