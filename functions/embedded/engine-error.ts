import { AudioError, type AudioProblem } from '../../lib/audio/audio-error.ts';
import { ApiError } from '../../lib/errors.ts';
import { SpeakersError } from '../../lib/engines/speakers/speakers-error.ts';
import { SttError } from '../../lib/engines/stt/stt-error.ts';
import { TtsError, type TtsProblem } from '../../lib/engines/tts/tts-error.ts';

const AUDIO: Readonly<Record<AudioProblem, number>> = {
  empty: 422,
  unknown_format: 422,
  bad_audio: 422,
  bad_option: 422,
  too_large: 413,
  too_long: 413,
  needs_ffmpeg: 503,
};

const SPEECH: Readonly<
  Record<Exclude<TtsProblem, 'synthesis_failed'>, readonly [status: number, field: string]>
> = {
  unknown_voice: [404, 'voice'],
  bad_speed: [422, 'speed'],
  nothing_to_say: [422, 'text'],
};

/** What the client sent cannot be used; a 422 has the row that FastAPI clients read. */
const badInput = (status: number, problem: string, message: string, field: string): ApiError =>
  new ApiError(status, problem, message, {
    param: field,
    ...(status === 422 && { rows: [{ type: problem, loc: ['body', field], msg: message }] }),
  });

/** A tool this machine lacks; the gateway must not take it for an outage. */
const missingTool = (message: string): ApiError => new ApiError(503, 'missing_tool', message);

/** An engine's own error as the answer to it; anything else as it is. `file` is the part whose audio it was. */
export function engineError(thrown: unknown, file = 'file'): unknown {
  if (thrown instanceof AudioError) {
    if (thrown.problem === 'needs_ffmpeg') return missingTool(thrown.message);
    return badInput(AUDIO[thrown.problem], thrown.problem, thrown.message, thrown.option ?? file);
  }
  if (thrown instanceof TtsError) {
    if (thrown.problem === 'synthesis_failed')
      return new ApiError(502, thrown.problem, thrown.message, { cause: thrown.cause });
    const [status, field] = SPEECH[thrown.problem];
    return badInput(status, thrown.problem, thrown.message, field);
  }
  if (thrown instanceof SpeakersError)
    return new ApiError(502, thrown.problem, thrown.message, { cause: thrown.cause });
  if (thrown instanceof SttError) {
    if (thrown.problem === 'missing_tool') return missingTool(thrown.message);
    if (thrown.problem === 'unsupported_language')
      return badInput(422, thrown.problem, thrown.message, 'language');
    return new ApiError(502, thrown.problem, thrown.message, { cause: thrown.cause });
  }
  return thrown;
}

/** Runs an engine call; its errors come out as answers. */
export async function engine<T>(work: () => Promise<T>, file?: string): Promise<T> {
  try {
    return await work();
  } catch (thrown) {
    throw engineError(thrown, file);
  }
}
