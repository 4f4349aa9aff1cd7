import { signal } from '@preact/signals';
import { copy } from '../ui/copy.ts';
import { Icon } from '../ui/icon.tsx';
import { saveAs } from '../ui/save-as.ts';
import { levels, search, shown, source, sources, toggleLevel } from './filters.ts';
import { asText, LEVELS } from './line.ts';
import { clearLines, heldBack, pause, paused } from './lines.ts';

/** Long lines are broken instead of cut: where there is little room, until somebody says otherwise. */
export const wrapped = signal(matchMedia('(max-width: 1000px)').matches);

const SHORT = { DEBUG: 'DEBUG', INFO: 'INFO', WARNING: 'WARN', ERROR: 'ERR', CRITICAL: 'CRIT' };

export const Toolbar = () => (
  <div class="terminal-bar" role="toolbar" aria-label="Terminal">
    <div class="segmented" role="group" aria-label="Levels">
      {LEVELS.map((level) => (
        <button
          type="button"
          key={level}
          class="button mono"
          aria-pressed={levels.value.has(level)}
          onClick={() => toggleLevel(level)}
        >
          {SHORT[level]}
        </button>
      ))}
    </div>
    <select
      class="select terminal-source"
      aria-label="Source"
      value={source.value}
      onChange={(event) => (source.value = event.currentTarget.value)}
    >
      <option value="">every source</option>
      {sources.value.map((name) => (
        <option key={name}>{name}</option>
      ))}
    </select>
    <input
      class="input terminal-search"
      type="search"
      placeholder="Search  /"
      aria-label="Search the lines"
      data-search
      value={search.value}
      onInput={(event) => (search.value = event.currentTarget.value)}
    />
    <Actions />
  </div>
);

const Actions = () => (
  <div class="row terminal-actions">
    <button
      type="button"
      class="button"
      aria-pressed={paused.value}
      onClick={() => pause(!paused.value)}
    >
      <Icon name={paused.value ? 'play' : 'pause'} />
      {paused.value ? `Resume${heldBack.value > 0 ? ` (${heldBack.value})` : ''}` : 'Pause'}
    </button>
    <button
      type="button"
      class="button icon"
      aria-label="Wrap long lines"
      title="Wrap long lines"
      aria-pressed={wrapped.value}
      onClick={() => (wrapped.value = !wrapped.value)}
    >
      <Icon name="wrap" />
    </button>
    <button
      type="button"
      class="button icon"
      aria-label="Copy the lines"
      title="Copy"
      onClick={() => void copyLines()}
    >
      <Icon name="copy" />
    </button>
    <button
      type="button"
      class="button icon"
      aria-label="Download the lines"
      title="Download"
      onClick={download}
    >
      <Icon name="download" />
    </button>
    <button type="button" class="button icon" aria-label="Clear" title="Clear" onClick={clearLines}>
      <Icon name="trash" />
    </button>
  </div>
);

const text = (): string => shown.value.map(asText).join('\n');

const copyLines = (): Promise<void> =>
  copy(text(), shown.value.length === 1 ? '1 line copied.' : `${shown.value.length} lines copied.`);

function download(): void {
  saveAs(
    new Blob([`${text()}\n`], { type: 'text/plain' }),
    `synapse-${new Date().toISOString().slice(0, 19).replaceAll(':', '')}.log`,
  );
}
