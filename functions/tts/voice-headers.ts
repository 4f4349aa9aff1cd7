import type { BackendAnswer } from '../../lib/backends/client.ts';
import { headerText } from '../../lib/http/header-text.ts';

/** Which voice spoke, and what the engine says of how; a matched voice must not pass for a cloned one. */
export function voiceHeaders(answer: BackendAnswer, voice: string | null): Record<string, string> {
  const passed = Object.entries(answer.headers).filter(
    (entry): entry is [string, string] =>
      entry[0].startsWith('x-synapse-') && typeof entry[1] === 'string',
  );
  return {
    ...Object.fromEntries(passed),
    'x-synapse-voice': headerText(voice || 'default'),
  };
}
