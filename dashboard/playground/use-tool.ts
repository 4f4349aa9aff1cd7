import { signal, type Signal } from '@preact/signals';
import { callOf, type Consume } from './call-store.ts';
import { formOf } from './form-of.ts';
import { useCall, type Call } from './use-call.ts';

/** A tool that is asked about one recording. */
export interface Tool<R> {
  readonly file: File | undefined;
  /** Another recording, or none; what was known of the one before is forgotten. */
  readonly choose: (file: File | undefined) => void;
  /** What the call has given. */
  readonly result: R | undefined;
  readonly setResult: (result: R) => void;
  readonly call: Call;
  /** Sends the recording. */
  readonly run: (path: string, fields: Fields, consume: Consume) => void;
}

type Fields = Readonly<Record<string, string>>;

interface Store {
  readonly file: Signal<File | undefined>;
  readonly result: Signal<unknown>;
}

const stores = new Map<string, Store>();

function storeOf(tool: string): Store {
  let store = stores.get(tool);
  if (!store) stores.set(tool, (store = { file: signal(undefined), result: signal(undefined) }));
  return store;
}

/** Gives a tool a recording. */
export function giveTo(tool: string, recording: File | undefined): void {
  const { file, result } = storeOf(tool);
  callOf(tool).stop();
  file.value = recording;
  result.value = undefined;
}

/** The recording, the call and the result of a tool; kept while other views are open. */
export function useTool<R>(name: string): Tool<R> {
  const { file, result } = storeOf(name);
  const call = useCall(name);
  return {
    file: file.value,
    choose: (next) => giveTo(name, next),
    result: result.value as R | undefined,
    setResult: (next) => (result.value = next),
    call,
    run: (path, fields, consume) => {
      result.value = undefined;
      void call.run(path, { form: formOf({ file: file.peek()! }, fields) }, consume);
    },
  };
}
