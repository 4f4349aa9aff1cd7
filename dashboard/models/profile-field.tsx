import { useState } from 'preact/hooks';
import type { ProfileField } from '../api/models.ts';
import { problemOf } from './draft.ts';

interface ProfileFieldProps {
  readonly field: ProfileField;
  readonly value: string;
  readonly onChange: (value: string) => void;
}

/** One field; a problem shows when it is left, never while it is typed. */
export function ProfileFieldInput({ field, value, onChange }: ProfileFieldProps) {
  const [left, leave] = useState(false);
  const problem = left ? problemOf(field, value) : null;
  const id = `profile-${field.name}`;
  const common = {
    id,
    value,
    'aria-invalid': problem !== null,
    'aria-describedby': `${id}-note`,
    onInput: (event: { currentTarget: { value: string } }) => onChange(event.currentTarget.value),
    onBlur: () => leave(true),
    onFocus: () => leave(false),
  };
  return (
    <div class="field" data-wide={field.type === 'string'}>
      <label class="label" for={id}>
        {field.label} {field.applies_at === 'load' && <span>at load</span>}
      </label>
      {field.type === 'string' ? (
        <textarea class="textarea" rows={2} {...common} />
      ) : field.type === 'enum' ? (
        <select class="select" {...common}>
          <option value="">unset</option>
          {field.choices?.map((choice) => (
            <option key={choice}>{choice}</option>
          ))}
        </select>
      ) : (
        <div class="profile-number">
          <input
            class="input mono"
            inputMode="decimal"
            autoComplete="off"
            placeholder={`${field.default}`}
            {...common}
          />
          <input
            type="range"
            aria-label={`${field.label}, slider`}
            min={field.min}
            max={field.max}
            step={field.step}
            value={value === '' || problemOf(field, value) ? field.default : value}
            data-unset={value === ''}
            onInput={(event) => onChange(event.currentTarget.value)}
          />
        </div>
      )}
      <span id={`${id}-note`} class={problem ? 'small bad-text' : 'small soft'}>
        {problem ?? `${field.description}${range(field)}`}
      </span>
    </div>
  );
}

const range = ({ min, max }: ProfileField): string =>
  min === undefined || max === undefined ? '' : ` ${min} – ${max}.`;
