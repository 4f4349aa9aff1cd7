import { useEffect, useState } from 'preact/hooks';
import { requestJson } from '../api/request.ts';
import { useResource } from '../api/resource.ts';
import { voices } from '../api/voices.ts';
import { SettingsPane } from './settings-pane.tsx';

/** How a text is spoken. */
export interface Manner {
  /** Id of a voice of one's own; empty: the backend's. */
  readonly voice: string;
  /** Name of one of the backend's voices; empty: the one it takes by itself. */
  readonly predefined: string;
  readonly language: string;
  readonly speed: string;
}

interface SpeakSettingsProps {
  readonly manner: Manner;
  readonly onChange: (manner: Manner) => void;
}

/** Voice, language and speed. */
export function SpeakSettings({ manner, onChange }: SpeakSettingsProps) {
  useResource(voices);
  const languages = useLanguages();
  const set = (key: keyof Manner) => (event: { currentTarget: { value: string } }) =>
    onChange({ ...manner, [key]: event.currentTarget.value });
  return (
    <SettingsPane>
      <div class="field">
        <label class="label" for="speak-voice">
          Voice
        </label>
        <select id="speak-voice" class="select" value={manner.voice} onChange={set('voice')}>
          <option value="">one of the backend’s</option>
          {voices.data.value?.map(({ voice_id: id, name }) => (
            <option key={id} value={id}>
              {name}
            </option>
          ))}
        </select>
      </div>
      {manner.voice === '' && (
        <div class="field">
          <label class="label" for="speak-predefined">
            Backend’s voice <span>optional</span>
          </label>
          <input
            id="speak-predefined"
            class="input"
            placeholder="such as Robert"
            maxLength={100}
            value={manner.predefined}
            onInput={set('predefined')}
          />
        </div>
      )}
      <div class="field">
        <label class="label" for="speak-language">
          Language
        </label>
        <select
          id="speak-language"
          class="select"
          value={manner.language}
          onChange={set('language')}
        >
          {languages.map(({ code, name }) => (
            <option key={code} value={code}>
              {name}
            </option>
          ))}
        </select>
      </div>
      <div class="field">
        <label class="label" for="speak-speed">
          Speed <span class="mono">{Number(manner.speed).toFixed(2)}×</span>
        </label>
        <input
          id="speak-speed"
          type="range"
          min="0.5"
          max="2"
          step="0.05"
          value={manner.speed}
          onInput={set('speed')}
        />
      </div>
    </SettingsPane>
  );
}

interface Language {
  readonly code: string;
  readonly name: string;
}

function useLanguages(): readonly Language[] {
  const [list, setList] = useState<readonly Language[]>([{ code: 'en', name: 'English' }]);
  useEffect(() => {
    requestJson<Language[]>('/tts/languages').then(setList, () => {
      /* English will do */
    });
  }, []);
  return list;
}
