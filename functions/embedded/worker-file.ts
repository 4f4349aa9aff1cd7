import { fileURLToPath } from 'node:url';

/** The bundled worker of an engine; it lies beside the bundle of this function. */
export const workerFile = (engine: string): string =>
  fileURLToPath(new URL(`./${engine}-worker.mjs`, import.meta.url));
