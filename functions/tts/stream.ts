import { Readable } from 'node:stream';
import type { BackendAnswer } from '../../lib/backends/client.ts';
import { forwardHeaders } from '../../lib/backends/forward-headers.ts';
import type { Handler } from '../../lib/http/call.ts';
import { stream as streamReply } from '../../lib/http/reply.ts';
import type { tts } from '../../lib/routes/tts.ts';
import { inTurn } from '../../lib/speech/in-turn.ts';
import { splitSentences } from '../../lib/speech/sentences.ts';
import { joinWavs } from '../../lib/speech/wav-join.ts';
import { begun } from '../../lib/streams/begun.ts';
import { audible, isInaudible } from './audible.ts';
import type { Speak } from './speaker.ts';
import { voiceHeaders } from './voice-headers.ts';

/**
 * `POST /tts/stream`: one WAV stream whose audio starts when the first sentence is spoken; the next is made while one
 * is being sent. The status waits for the first sentence, so that it is true.
 */
export const stream =
  (speak: Speak): Handler<typeof tts.stream> =>
  async ({ body, headers, requestId, signal }) => {
    const { text, language, speed, voice, voice_id: voiceId } = body;
    const sentences = body.split_sentences ? splitSentences(text, language) : [text];
    const forwarded = forwardHeaders(headers, requestId);
    const spoken = audible(
      inTurn(
        sentences.length > 0 ? sentences : [text],
        (sentence, stop) =>
          speak({ text: sentence, language, speed, splitText: false, voice }, voiceId, {
            signal: stop,
            headers: forwarded,
          }).catch((error: unknown) => {
            if (isInaudible(error)) return error;
            throw error;
          }),
        signal,
      ),
    );
    const first = await spoken.next();
    const answer = first.value as BackendAnswer;
    const audio = await begun(joinWavs(bodies(answer, spoken)));
    return streamReply(Readable.from(audio, { objectMode: false }), 'audio/wav', {
      headers: voiceHeaders(answer, voiceId || voice),
    });
  };

async function* bodies(
  first: BackendAnswer,
  rest: AsyncGenerator<BackendAnswer>,
): AsyncGenerator<Readable> {
  try {
    yield first.body;
    for await (const answer of rest) yield answer.body;
  } finally {
    await rest.return(undefined);
  }
}
