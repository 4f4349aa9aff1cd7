/**
 * Waits for the first item, so that what fails before it fails here, where an answer can still say so. What comes back
 * yields that item and the others.
 */
export async function begun<T>(source: AsyncIterable<T>): Promise<AsyncGenerator<T>> {
  const items = source[Symbol.asyncIterator]();
  return all(await items.next(), items);
}

async function* all<T>(first: IteratorResult<T>, items: AsyncIterator<T>): AsyncGenerator<T> {
  try {
    for (let item = first; !item.done; item = await items.next()) yield item.value;
  } finally {
    await items.return?.();
  }
}
