import { useEffect, useState } from 'preact/hooks';
import { toFault, type Fault } from '../api/fault.ts';
import {
  applyProfile,
  models,
  profile,
  profileSchema,
  saveProfile,
  type ProfileField,
  type ProfileSchema,
  type ProfileValues,
} from '../api/models.ts';
import { toast } from '../shell/toast.tsx';
import { crossProblem, draftOf, problemOf, valuesOf, type Draft } from './draft.ts';

export interface EditedProfile {
  readonly schema: ProfileSchema | undefined;
  readonly draft: Draft;
  readonly type: (name: string, value: string) => void;
  /** What is being done; empty: nothing. */
  readonly busy: '' | 'Reading' | 'Saving' | 'Loading' | 'Resetting';
  readonly fault: Fault | undefined;
  readonly changed: boolean;
  readonly wrong: boolean;
  readonly cross: string | null;
  /** Whether anything is saved. */
  readonly isSet: boolean;
  readonly read: () => void;
  readonly save: () => void;
  readonly saveAndLoad: () => void;
  readonly reset: () => void;
}

const NONE: readonly ProfileField[] = [];

/** The profile of a model while it is edited. */
export function useProfile(model: string): EditedProfile {
  const [schema, setSchema] = useState<ProfileSchema>();
  const [draft, setDraft] = useState<Draft>({});
  const [saved, setSaved] = useState<Draft>({});
  const [busy, setBusy] = useState<EditedProfile['busy']>('');
  const [fault, setFault] = useState<Fault>();
  const fields = schema?.fields ?? NONE;

  const run = (what: EditedProfile['busy'], work: () => Promise<void>): void => {
    setBusy(what);
    setFault(undefined);
    work()
      .catch((thrown: unknown) => setFault(toFault(thrown)))
      .finally(() => {
        setBusy('');
        void models.refresh();
      });
  };
  const show = (shape: readonly ProfileField[], values: ProfileValues): void => {
    setSaved(draftOf(shape, values));
    setDraft(draftOf(shape, values));
  };
  const store = async (): Promise<void> => {
    const { values } = await saveProfile(model, valuesOf(fields, draft));
    show(fields, values);
  };
  const read = (): void =>
    run('Reading', async () => {
      const [shape, { values }] = await Promise.all([profileSchema(model), profile(model)]);
      setSchema(shape);
      show(shape.fields, values);
    });
  useEffect(read, [model]);
  const cross = crossProblem(draft);
  return {
    schema,
    draft,
    type: (name, value) => setDraft((old) => ({ ...old, [name]: value })),
    busy,
    fault,
    changed: fields.some(({ name }) => (draft[name] ?? '') !== (saved[name] ?? '')),
    wrong: cross !== null || fields.some((field) => problemOf(field, draft[field.name] ?? '')),
    cross,
    isSet: Object.values(saved).some((value) => value !== ''),
    read,
    save: () =>
      run('Saving', async () => {
        await store();
        toast('Profile saved.');
      }),
    saveAndLoad: () => run('Loading', () => store().then(() => load(model))),
    reset: () =>
      run('Resetting', async () => {
        await saveProfile(model, {}, true);
        show(fields, {});
        toast('Profile reset.');
      }),
  };
}

/** Loads a model with its saved profile; resolves when it is there. */
async function load(model: string): Promise<void> {
  void models.refresh();
  const applied = await applyProfile(model);
  if (!applied.load.success)
    throw new Error(`Saved, but not loaded: ${applied.load.detail ?? applied.load.status_code}`);
  toast(`${model} is loaded.`);
}
