import { formFields, type CallDraft } from './call-draft.ts';
import type { OpenApi, Operation } from './openapi.ts';

interface CallFieldsProps {
  readonly operation: Operation;
  readonly document: OpenApi;
  readonly draft: CallDraft;
  readonly onChange: (draft: CallDraft) => void;
}

/** Fields for the path, the query and for the body. */
export function CallFields({ operation, document, draft, onChange }: CallFieldsProps) {
  const { parameters, fields, files } = draft;
  return (
    <>
      {operation.parameters.length > 0 && (
        <div class="fields">
          {operation.parameters.map(({ name, required, description = '' }) => (
            <TextField
              key={name}
              name={name}
              note={required ? 'required' : description}
              value={parameters[name] ?? ''}
              onChange={(value) =>
                onChange({ ...draft, parameters: { ...parameters, [name]: value } })
              }
            />
          ))}
        </div>
      )}
      {operation.body?.type === 'application/json' && (
        <div class="field">
          <label class="label" for="try-json">
            Body
          </label>
          <textarea
            id="try-json"
            class="textarea mono"
            rows={Math.min(14, draft.json.split('\n').length + 1)}
            spellcheck={false}
            value={draft.json}
            onInput={(event) => onChange({ ...draft, json: event.currentTarget.value })}
          />
        </div>
      )}
      <div class="fields">
        {formFields(operation, document).map(({ name, isFile, multiple, required, description }) =>
          isFile ? (
            <FileField
              key={name}
              name={name}
              multiple={multiple}
              files={files[name] ?? []}
              onChange={(list) => onChange({ ...draft, files: { ...files, [name]: list } })}
            />
          ) : (
            <TextField
              key={name}
              name={name}
              note={required ? 'required' : description}
              value={fields[name] ?? ''}
              onChange={(value) => onChange({ ...draft, fields: { ...fields, [name]: value } })}
            />
          ),
        )}
      </div>
    </>
  );
}

interface TextFieldProps {
  readonly name: string;
  readonly note: string;
  readonly value: string;
  readonly onChange: (value: string) => void;
}

const TextField = ({ name, note, value, onChange }: TextFieldProps) => (
  <div class="field">
    <label class="label mono" for={`try-${name}`} title={note}>
      {name} {note === 'required' && <span>required</span>}
    </label>
    <input
      id={`try-${name}`}
      class="input mono"
      value={value}
      onInput={(event) => onChange(event.currentTarget.value)}
    />
  </div>
);

interface FileFieldProps {
  readonly name: string;
  readonly multiple: boolean;
  readonly files: readonly File[];
  readonly onChange: (files: readonly File[]) => void;
}

const FileField = ({ name, multiple, files, onChange }: FileFieldProps) => (
  <div class="field">
    <label class="label mono" for={`try-${name}`}>
      {name} <span>required</span>
    </label>
    <input
      id={`try-${name}`}
      class="input"
      type="file"
      ref={(input) => showChosen(input, files)}
      multiple={multiple}
      onChange={(event) => onChange([...(event.currentTarget.files ?? [])])}
    />
  </div>
);

/** A field that comes back on the screen names the files chosen before. */
function showChosen(input: HTMLInputElement | null, files: readonly File[]): void {
  if (!input || input.files!.length === files.length) return;
  const chosen = new DataTransfer();
  for (const file of files) chosen.items.add(file);
  input.files = chosen.files;
}
