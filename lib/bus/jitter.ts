/** Milliseconds until the nth try (from 1): doubling from `first` to `longest`, less up to half of it by chance. */
export function jitteredDelay(tries: number, first: number, longest: number): number {
  const whole = Math.min(longest, first * 2 ** Math.min(tries - 1, 30));
  return Math.round(whole * (1 - Math.random() / 2));
}
