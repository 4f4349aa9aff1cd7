export interface Hearing {
  /** Language code; empty: detected. */
  readonly language: string;
  /** Segments are sent as they are heard. */
  readonly streamed: boolean;
}

interface TranscribeSettingsProps {
  readonly hearing: Hearing;
  readonly onChange: (hearing: Hearing) => void;
}

export const TranscribeSettings = ({ hearing, onChange }: TranscribeSettingsProps) => (
  <>
    <label class="check">
      <input
        type="checkbox"
        checked={hearing.streamed}
        onChange={(event) => onChange({ ...hearing, streamed: event.currentTarget.checked })}
      />
      segment by segment
    </label>
    <label class="check">
      Language
      <input
        class="input mono language"
        placeholder="detect"
        maxLength={8}
        value={hearing.language}
        onInput={(event) => onChange({ ...hearing, language: event.currentTarget.value })}
      />
    </label>
  </>
);
