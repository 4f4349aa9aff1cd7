import { loadAcousticModel, type AcousticModel } from './acoustic-model.ts';
import { diarize, type Diarization, type DiarizeOptions } from './diarize.ts';
import { verify, type Verification } from './verify.ts';

/** What the thread is asked to do. */
export type SpeakersTask =
  | { readonly kind: 'verify'; readonly first: Float32Array; readonly second: Float32Array }
  | {
      readonly kind: 'diarize';
      readonly samples: Float32Array;
      readonly options: Omit<DiarizeOptions, 'signal'>;
    };

let model: AcousticModel | undefined;

/** Entry of the worker thread. */
export default function run(task: SpeakersTask): Verification | Promise<Diarization> {
  model ??= loadAcousticModel();
  return task.kind === 'verify'
    ? verify(model, task.first, task.second)
    : diarize(model, task.samples, task.options);
}
