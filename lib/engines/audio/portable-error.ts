import { AudioError, type AudioOption, type AudioProblem } from '../../audio/audio-error.ts';

/** An error as plain data, as the copy made at a thread border loses its class. */
export type PortableError =
  | {
      readonly kind: 'audio';
      readonly problem: AudioProblem;
      readonly option: AudioOption | undefined;
      readonly message: string;
    }
  | { readonly kind: 'other'; readonly name: string; readonly message: string };

export function toPortable(thrown: unknown): PortableError {
  if (thrown instanceof AudioError)
    return {
      kind: 'audio',
      problem: thrown.problem,
      option: thrown.option,
      message: thrown.message,
    };
  const { name, message } = thrown instanceof Error ? thrown : new Error(String(thrown));
  return { kind: 'other', name, message };
}

export function fromPortable(error: PortableError): Error {
  if (error.kind === 'audio')
    return new AudioError(error.problem, error.message, undefined, error.option);
  return Object.assign(new Error(error.message), { name: error.name });
}
