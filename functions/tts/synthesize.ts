import { forwardHeaders } from '../../lib/backends/forward-headers.ts';
import type { Handler } from '../../lib/http/call.ts';
import { stream } from '../../lib/http/reply.ts';
import type { tts } from '../../lib/routes/tts.ts';
import type { Speak } from './speaker.ts';
import { voiceHeaders } from './voice-headers.ts';

/** `POST /tts/synthesize` */
export const synthesize =
  (speak: Speak): Handler<typeof tts.synthesize> =>
  async ({ body, headers, requestId, signal }) => {
    const context = { signal, headers: forwardHeaders(headers, requestId) };
    const speech = {
      text: body.text,
      language: body.language,
      speed: body.speed,
      splitText: body.split_sentences,
      voice: body.voice,
    };
    const answer = await speak(speech, body.voice_id, context);
    return stream(answer.body, 'audio/wav', {
      headers: {
        'content-disposition': 'attachment; filename=synapse_tts.wav',
        ...voiceHeaders(answer, body.voice_id || body.voice),
      },
    });
  };
