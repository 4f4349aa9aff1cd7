/** What one function was asked, and how it answered. */
export class Tally {
  readonly fn: string;
  calls = 0;
  struck = 0;
  left = 0;
  readonly wrong: string[] = [];
  readonly byStatus = new Map<number, number>();
  /** Milliseconds of the calls no fault hit. */
  readonly took: number[] = [];
  /** Set while a fault is made to hit: its answer says nothing of how fast the function is. */
  striking = false;

  constructor(fn: string) {
    this.fn = fn;
  }

  readonly answered = (status: number, ms: number): void => {
    this.calls++;
    this.byStatus.set(status, (this.byStatus.get(status) ?? 0) + 1);
    if (!this.striking) this.took.push(ms);
  };

  /** Runs what must go well; what it throws is a wrong answer. */
  async must(about: string, work: () => Promise<unknown>): Promise<void> {
    try {
      await work();
    } catch (error) {
      const text = (error as Error).message.replace(/[^\x20-\x7e]+/g, ' ').slice(0, 300);
      this.wrong.push(`${this.fn}, ${about}: ${text}`);
    }
  }
}

/** The value that so large a share of them does not exceed. */
export function percentile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? NaN;
}

export const pick = <T>(items: readonly T[]): T => items[Math.floor(Math.random() * items.length)]!;
