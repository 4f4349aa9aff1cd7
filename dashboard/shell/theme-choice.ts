import { signal } from '@preact/signals';

export type Theme = 'dark' | 'light';

const KEY = 'synapse_theme';
const system = matchMedia('(prefers-color-scheme: dark)');
const saved = localStorage.getItem(KEY);
const chosen = saved === 'dark' || saved === 'light' ? saved : undefined;
const ofSystem = (): Theme => (system.matches ? 'dark' : 'light');

/** The theme on the screen: the one chosen here, else the system's. */
export const theme = signal<Theme>(chosen ?? ofSystem());

system.addEventListener('change', () => {
  if (!localStorage.getItem(KEY)) theme.value = ofSystem();
});

export function toggleTheme(): void {
  theme.value = theme.value === 'dark' ? 'light' : 'dark';
  document.documentElement.dataset['theme'] = theme.value;
  localStorage.setItem(KEY, theme.value);
}
