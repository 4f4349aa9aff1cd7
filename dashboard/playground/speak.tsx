import { BlobPlayer } from '../audio/blob-player.tsx';
import { encodeWav } from '../audio/encode-wav.ts';
import { playStream } from '../audio/play-stream.ts';
import { Icon } from '../ui/icon.tsx';
import { useKept } from '../ui/use-kept.ts';
import { CallFooter } from './call-footer.tsx';
import { RunButton } from './run-button.tsx';
import { SaveBlob } from './save-blob.tsx';
import { SpeakSettings, type Manner } from './speak-settings.tsx';
import { useCall } from './use-call.ts';
import { UseIn } from './use-in.tsx';

const SAMPLE =
  'Synapse speaks sentence by sentence. You hear the first one while the next is still being made. That is why a long text starts as fast as a short one.';
const LONGEST = 5000;

/** Text to speech, heard while it is made. */
export function Speak() {
  const [text, setText] = useKept('speak text', SAMPLE);
  const [manner, setManner] = useKept<Manner>('manner', {
    voice: '',
    predefined: '',
    language: 'en',
    speed: '1',
  });
  const [spoken, setSpoken] = useKept<Blob | undefined>('spoken', undefined);
  const call = useCall('speak');
  // The limit counts characters, not halves of them.
  const length = Array.from(text).length;
  const json = {
    text,
    ...(manner.voice
      ? { voice_id: manner.voice }
      : manner.predefined.trim() && { voice: manner.predefined.trim() }),
    language: manner.language,
    ...(manner.speed !== '1' && { speed: Number(manner.speed) }),
  };
  const speak = (event: Event): void => {
    event.preventDefault();
    setSpoken(undefined);
    void call.run('/tts/stream', { json }, async (answer, { signal, firstResult }) => {
      const played = await playStream(answer.body!, { signal, onFirst: firstResult });
      setSpoken(encodeWav(played.samples, played.sampleRate));
    });
  };
  return (
    <div class="tool-grid">
      <form class="stack" onSubmit={speak}>
        <div class="field">
          <label class="label" for="speak-text">
            Text <span class="mono">{`${length} / ${LONGEST}`}</span>
          </label>
          <textarea
            id="speak-text"
            class="textarea"
            rows={6}
            value={text}
            aria-invalid={length > LONGEST}
            aria-describedby="speak-limit"
            onInput={(event) => setText(event.currentTarget.value)}
          />
          <p id="speak-limit" class="small bad-text" role="status">
            {length > LONGEST &&
              `${(length - LONGEST).toLocaleString('en')} characters too many to be spoken at once.`}
          </p>
        </div>
        <div class="row">
          <RunButton call={call} disabled={text.trim() === '' || length > LONGEST}>
            <Icon name="play" /> Speak
          </RunButton>
        </div>
        {spoken && (
          <BlobPlayer label="the speech" blob={spoken} height={64}>
            <SaveBlob blob={spoken} name="speech.wav" />
            <UseIn blob={spoken} name="speech.wav" />
          </BlobPlayer>
        )}
        <CallFooter
          call={call}
          doing="Speaking"
          result="first audio"
          sample={{ path: '/tts/stream', json, output: 'speech.wav', streamed: true }}
        />
      </form>
      <SpeakSettings manner={manner} onChange={setManner} />
    </div>
  );
}
