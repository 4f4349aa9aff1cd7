import { AudioError, type AudioProblem } from '../../lib/audio/audio-error.ts';
import { ApiError } from '../../lib/errors.ts';
import { SpeakersError } from '../../lib/engines/speakers/speakers-error.ts';
import { SttError } from '../../lib/engines/stt/stt-error.ts';
import { TtsError } from '../../lib/engines/tts/tts-error.ts';

const AUDIO: Readonly<Record<AudioProblem, number>> = {
  empty: 422,
  unknown_format: 422,
  bad_audio: 422,
  bad_option: 422,
  too_large: 413,
  too_long: 413,
  needs_ffmpeg: 503,
};

/** A tool this machine lacks; the gateway must not take it for an outage. */
const missingTool = (message: string): ApiError => new ApiError(503, 'missing_tool', message);

/** An engine's own error as the answer to it; anything else as it is. */
export function engineError(thrown: unknown): unknown {
  if (thrown instanceof AudioError) {
    if (thrown.problem === 'needs_ffmpeg') return missingTool(thrown.message);
    return new ApiError(AUDIO[thrown.problem], thrown.problem, thrown.message, { param: 'file' });
  }
  if (thrown instanceof TtsError) {
    const status =
      thrown.problem === 'synthesis_failed' ? 502 : thrown.problem === 'unknown_voice' ? 404 : 422;
    return new ApiError(status, thrown.problem, thrown.message, { cause: thrown.cause });
  }
  if (thrown instanceof SpeakersError)
    return new ApiError(502, thrown.problem, thrown.message, { cause: thrown.cause });
  if (thrown instanceof SttError) {
    if (thrown.problem === 'missing_tool') return missingTool(thrown.message);
    const bad = thrown.problem === 'unsupported_language';
    return new ApiError(bad ? 422 : 502, thrown.problem, thrown.message, {
      cause: thrown.cause,
      ...(bad && { param: 'language' }),
    });
  }
  return thrown;
}

/** Runs an engine call; its errors come out as answers. */
export async function engine<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (thrown) {
    throw engineError(thrown);
  }
}
