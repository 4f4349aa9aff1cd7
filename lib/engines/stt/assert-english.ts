import { SttError } from './stt-error.ts';

/** @throws {SttError} `unsupported_language` for a language other than English; none, or `auto`, is fine. */
export function assertEnglish(language: string | undefined): void {
  if (!language || /^(?:en|auto|english)(?:[-_]|$)/i.test(language)) return;
  throw new SttError(
    'unsupported_language',
    `language: the embedded engine knows English only, not "${language.slice(0, 20)}"`,
  );
}
