import type { ComponentChildren } from 'preact';

/** Beside a tool; where there is no room beside it, folded above it. */
export const SettingsPane = ({ children }: { readonly children: ComponentChildren }) => (
  <details class="settings-pane" open={matchMedia('(min-width: 901px)').matches}>
    <summary>Settings</summary>
    <div class="stack settings">{children}</div>
  </details>
);
