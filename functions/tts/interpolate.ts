import { forwardHeaders } from '../../lib/backends/forward-headers.ts';
import type { Handler } from '../../lib/http/call.ts';
import { stream } from '../../lib/http/reply.ts';
import type { tts } from '../../lib/routes/tts.ts';
import type { Recording, Speak } from './speaker.ts';
import { voiceHeaders } from './voice-headers.ts';

/**
 * `POST /tts/interpolate`: the backend cannot blend voices, so the heaviest one speaks (of equals the first), and
 * `x-synapse-voice` says which.
 */
export const interpolate =
  (
    speak: Speak,
    recordingOf: (voiceId: string) => Promise<Recording>,
  ): Handler<typeof tts.interpolate> =>
  async ({ body, headers, requestId, signal }) => {
    for (const { voice_id: voice } of body.voices) await recordingOf(voice);
    const heaviest = body.voices.reduce((best, voice) =>
      voice.weight > best.weight ? voice : best,
    );
    const context = { signal, headers: forwardHeaders(headers, requestId) };
    const speech = { text: body.text, language: body.language, speed: body.speed, splitText: true };
    const answer = await speak(speech, heaviest.voice_id, context);
    return stream(answer.body, 'audio/wav', {
      headers: {
        'content-disposition': 'attachment; filename=synapse_interpolate.wav',
        ...voiceHeaders(answer, heaviest.voice_id),
      },
    });
  };
