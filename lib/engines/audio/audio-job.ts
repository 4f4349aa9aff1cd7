import type { MessagePort } from 'node:worker_threads';
import type { ConvertOptions } from '../../audio/convert.ts';
import type { SpeechOptions } from '../../audio/speech.ts';

/** What a worker is to do. Everything in it survives the thread border. */
export type AudioJob =
  | { readonly kind: 'convert'; readonly options: Omit<ConvertOptions, 'signal'> }
  | { readonly kind: 'denoise' }
  | { readonly kind: 'speech'; readonly options: Omit<SpeechOptions, 'signal'> };

/** A job and the ports its bytes come and go by. */
export interface AudioTask {
  readonly job: AudioJob;
  readonly input: MessagePort;
  readonly output: MessagePort;
}
