import { rm } from 'node:fs/promises';
import type { FormItem } from '../../lib/http/form.ts';
import { storageError } from '../../lib/storage/storage-error.ts';
import {
  looksLikeWav,
  stageReference,
  UnusableRecording,
  type RecordingLimits,
  type StagedReference,
} from '../../lib/voices/stage-reference.ts';
import type { VoiceStore } from '../../lib/voices/store.ts';
import { badFiles, type FileProblem } from '../../lib/voices/voice-error.ts';

export interface StagedForm {
  readonly values: Readonly<Record<string, unknown>>;
  readonly files: readonly StagedReference[];
}

/**
 * Reads a form of recordings onto the volume, one after the other as they arrive, runs `work` with them, and leaves
 * nothing of them behind. Files that are no usable recordings are all reported together.
 * @throws {ApiError} 422 with a row per bad file, 413 for one that is too large.
 */
export async function withStagedFiles<T>(
  items: AsyncGenerator<FormItem>,
  store: VoiceStore,
  limits: RecordingLimits,
  work: (form: StagedForm) => Promise<T>,
): Promise<T> {
  const files: StagedReference[] = [];
  const problems: FileProblem[] = [];
  const paths: string[] = [];
  let values: Readonly<Record<string, unknown>> = {};
  try {
    for await (const item of items) {
      if (item.kind === 'end') values = item.values;
      if (item.kind !== 'file') continue;
      const index = files.length + problems.length;
      const filename = item.filename || `file ${index + 1}`;
      if (!looksLikeWav(filename, item.contentType)) {
        problems.push({
          index,
          filename,
          reason: 'neither its name nor its type is that of a WAV file',
        });
        continue;
      }
      const path = await store.stagingPath();
      paths.push(path);
      try {
        files.push(await stageReference(item.stream, path, filename, limits));
      } catch (error) {
        if (!(error instanceof UnusableRecording)) throw storageError(error);
        problems.push({ index, filename, reason: error.message });
      }
    }
    if (problems.length > 0) throw badFiles(problems);
    return await work({ values, files });
  } finally {
    await Promise.all(paths.map((path) => rm(path, { force: true })));
  }
}
