import { ApiError, type ValidationRow } from '../errors.ts';

export const voiceNotFound = (id: string): ApiError =>
  new ApiError(404, 'voice_not_found', `there is no voice "${id.slice(0, 100)}"`, {
    param: 'voice_id',
  });

/** The files of a voice are damaged; the others are not touched by it. */
export const voiceUnreadable = (id: string, cause: unknown): ApiError =>
  new ApiError(503, 'voice_unreadable', `the voice "${id.slice(0, 100)}" is damaged on disk`, {
    param: 'voice_id',
    cause,
  });

export const isUnreadable = (error: unknown): boolean =>
  error instanceof ApiError && error.code === 'voice_unreadable';

export const referenceNotFound = (name: string): ApiError =>
  new ApiError(404, 'reference_not_found', `the voice has no recording "${name.slice(0, 100)}"`, {
    param: 'name',
  });

export const lastReference = (): ApiError =>
  new ApiError(409, 'last_recording', 'a voice needs a recording; delete the voice instead', {
    param: 'name',
  });

/** What is wrong with one file of an upload. */
export interface FileProblem {
  readonly index: number;
  readonly filename: string;
  readonly reason: string;
}

/** Files that cannot be recordings of a voice, all of them, by name and reason. */
export function badFiles(problems: readonly FileProblem[]): ApiError {
  const rows: ValidationRow[] = problems.map(({ index, filename, reason }) => ({
    type: 'value_error',
    loc: ['body', 'files', index],
    msg: `${filename}: ${reason}`,
    input: filename,
  }));
  return new ApiError(422, 'invalid_recording', rows.map(({ msg }) => msg).join('; '), {
    param: 'files',
    rows,
  });
}

export const overQuota = (what: string): ApiError => new ApiError(409, 'quota_reached', what);
