import type { Chatterbox } from '../../lib/backends/chatterbox.ts';
import { forwardHeaders } from '../../lib/backends/forward-headers.ts';
import type { Call } from '../../lib/http/call.ts';

/** How long the speech backend may take to forget its copies; the recordings themselves are gone by then. */
const FORGET_MS = 5000;

/** Asks the speech backend to forget its copies of recordings; the log says which may be left there. */
export async function forgetCopies(
  chatterbox: Chatterbox | null,
  voice: string,
  references: readonly string[],
  { headers, requestId, log }: Pick<Call, 'headers' | 'requestId' | 'log'>,
): Promise<void> {
  const context = {
    headers: forwardHeaders(headers, requestId),
    signal: AbortSignal.timeout(FORGET_MS),
  };
  await Promise.all(
    references.map(async (name) => {
      const forgotten = await chatterbox
        ?.deleteReference(`${voice}_${name}`, context)
        .catch(() => false);
      if (forgotten === false)
        log.info(
          { request_id: requestId, voice, name },
          'the speech backend was not able to forget its copy',
        );
    }),
  );
}
