import { models } from '../api/models.ts';
import { SettingsPane } from './settings-pane.tsx';
import type { ChatSettings } from './use-chat.ts';

interface ChatSettingsProps {
  readonly settings: ChatSettings;
  readonly onChange: (settings: ChatSettings) => void;
}

/** Model and sampling; what is left empty the model's profile decides. */
export function ChatSettingsFields({ settings, onChange }: ChatSettingsProps) {
  const set = (key: keyof ChatSettings) => (event: { currentTarget: { value: string } }) =>
    onChange({ ...settings, [key]: event.currentTarget.value });
  return (
    <SettingsPane>
      <div class="field">
        <label class="label" for="chat-model">
          Model
        </label>
        <select id="chat-model" class="select" value={settings.model} onChange={set('model')}>
          <option value="auto">auto: chosen by rules</option>
          {settings.model !== 'auto' &&
            !models.data.value?.some(({ id }) => id === settings.model) && (
              <option>{settings.model}</option>
            )}
          {models.data.value?.map(({ id }) => (
            <option key={id}>{id}</option>
          ))}
        </select>
      </div>
      <div class="field">
        <label class="label" for="chat-system">
          System prompt <span>profile decides</span>
        </label>
        <textarea
          id="chat-system"
          class="textarea"
          rows={3}
          value={settings.system}
          onInput={set('system')}
        />
      </div>
      <div class="fields">
        <div class="field">
          <label class="label" for="chat-temperature">
            Temperature
          </label>
          <input
            id="chat-temperature"
            class="input mono"
            type="number"
            min="0"
            max="2"
            step="0.1"
            placeholder="profile"
            value={settings.temperature}
            onInput={set('temperature')}
          />
        </div>
        <div class="field">
          <label class="label" for="chat-most">
            Max tokens
          </label>
          <input
            id="chat-most"
            class="input mono"
            type="number"
            min="1"
            step="1"
            placeholder="profile"
            value={settings.max_tokens}
            onInput={set('max_tokens')}
          />
        </div>
      </div>
    </SettingsPane>
  );
}
