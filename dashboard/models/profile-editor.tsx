import { models } from '../api/models.ts';
import { FaultNote } from '../ui/fault-note.tsx';
import { Progress } from '../ui/progress.tsx';
import { ProfileActions } from './profile-actions.tsx';
import { ProfileFieldInput } from './profile-field.tsx';
import { progressOf } from './progress-of.ts';
import { useProfile } from './use-profile.ts';

/** The saved values of a model, as fields of its schema. */
export function ProfileEditor({ model }: { readonly model: string }) {
  const edited = useProfile(model);
  const { schema, draft, busy, fault, cross } = edited;
  if (!schema)
    return fault ? (
      <FaultNote fault={fault} doing="The profile cannot be read" onRetry={edited.read} />
    ) : (
      <Progress label="Reading the profile" />
    );
  return (
    <form
      aria-labelledby="profile-title"
      class="stack"
      onSubmit={(event) => {
        event.preventDefault();
        if (edited.changed && !edited.wrong) edited.save();
      }}
    >
      <div class="section-head">
        <h3 id="profile-title">Profile</h3>
        <span class="small soft">empty: unset, the backend decides</span>
      </div>
      <div class="profile-fields">
        {schema.fields.map((field) => (
          <ProfileFieldInput
            key={field.name}
            field={field}
            value={draft[field.name] ?? ''}
            onChange={(value) => edited.type(field.name, value)}
          />
        ))}
      </div>
      {cross && (
        <p class="note warn" role="alert">
          {cross}
        </p>
      )}
      <FaultNote fault={fault} />
      {busy === 'Loading' && <Progress label={`Loading ${model}`} value={loadProgress(model)} />}
      <ProfileActions edited={edited} />
    </form>
  );
}

function loadProgress(id: string): number | null {
  const model = models.data.value?.find((one) => one.id === id);
  return (model && progressOf(model)) ?? null;
}
