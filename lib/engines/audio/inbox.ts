/** Messages in order of arrival, for one reader that waits for them. */
export class Inbox<T> {
  readonly #arrived: T[] = [];
  #reader: ((message: T) => void) | undefined;

  /** `first`: ahead of all that wait. */
  put(message: T, first = false): void {
    const reader = this.#reader;
    this.#reader = undefined;
    if (reader) reader(message);
    else if (first) this.#arrived.unshift(message);
    else this.#arrived.push(message);
  }

  take(): Promise<T> {
    const message = this.#arrived.shift();
    if (message !== undefined) return Promise.resolve(message);
    return new Promise((resolve) => {
      this.#reader = resolve;
    });
  }
}
