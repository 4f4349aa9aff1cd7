/** Colours of the page that a canvas may use. */
export type Ink =
  | 'accent'
  | 'soft'
  | 'ink'
  | 'bad'
  | 'ok'
  | 'warn'
  | 'sleep'
  | 'line'
  | 'line-strong'
  | 'sunken'
  | 'surface'
  | `lane-${number}`;

/** The value of a token in the theme on the screen, such as `#2342c9`. */
export const inkOf = (ink: Ink): string =>
  getComputedStyle(document.documentElement).getPropertyValue(`--${ink}`).trim();
