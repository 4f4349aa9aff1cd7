import type { Chatterbox, Speech } from '../../lib/backends/chatterbox.ts';
import type { BackendAnswer } from '../../lib/backends/client.ts';
import { fileUpload } from '../../lib/backends/file-upload.ts';
import type { CallContext } from '../../lib/backends/post-form.ts';
import { ApiError } from '../../lib/errors.ts';
import type { ReferenceCache } from '../../lib/voices/chatterbox-references.ts';

/** A recording of a voice, and the name it gets at the speech backend. */
export interface Recording {
  readonly sha256: string;
  readonly path: string;
  readonly filename: string;
}

export interface SpeakerParts {
  /** @throws {ApiError} 404 for an unknown voice or one without recordings. */
  readonly recordingOf: (voiceId: string) => Promise<Recording>;
  readonly cache: ReferenceCache;
}

/** Says a text with the default voice or a cloned one; audio comes as WAV. */
export type Speak = (
  speech: Omit<Speech, 'reference'>,
  voiceId: string | null,
  context: CallContext,
) => Promise<BackendAnswer>;

/**
 * Cloning takes two steps at the backend: the recording is uploaded, once per content and whoever asks, and then named
 * in the request. A backend that has lost the file says so; it is uploaded again, once.
 */
export function createSpeaker(chatterbox: Chatterbox, { recordingOf, cache }: SpeakerParts): Speak {
  // The upload is shared with whoever wants the same voice, so it has a signal of its own.
  const upload = (
    { sha256, filename, path }: Recording,
    { headers, signal }: CallContext,
  ): Promise<string> =>
    cache.resolve(
      sha256,
      (own) =>
        chatterbox.uploadReference(fileUpload('files', filename, path), { headers, signal: own }),
      signal,
    );

  return async (speech, voiceId, context) => {
    if (!voiceId) return chatterbox.speak(speech, context);
    const recording = await recordingOf(voiceId);
    const reference = await upload(recording, context);
    try {
      return await chatterbox.speak({ ...speech, reference }, context);
    } catch (error) {
      if (!(error instanceof ApiError) || ![400, 404].includes(error.status)) throw error;
      cache.forget(recording.sha256, reference);
      return chatterbox.speak({ ...speech, reference: await upload(recording, context) }, context);
    }
  };
}
