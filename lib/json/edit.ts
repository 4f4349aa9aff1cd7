import { scanArray, scanObject, skipSpace } from './scan.ts';

/**
 * Edits of a JSON text that leave every other byte as it was: numbers keep all their digits (64-bit seeds), keys their
 * order, strings their escapes. All texts must be valid JSON and their root an object, unless said otherwise.
 */

/** Sets a key of the root, replacing its value (the last one, if a client sent the key twice) or adding it in front. */
export function setKey(text: string, key: string, value: unknown): string {
  const root = skipSpace(text, 0);
  const entries = scanObject(text, root);
  const found = entries.findLast((entry) => entry.key === key);
  if (found) return text.slice(0, found.start) + JSON.stringify(value) + text.slice(found.end);
  const comma = entries.length > 0 ? ',' : '';
  return `${text.slice(0, root + 1)}${JSON.stringify(key)}:${JSON.stringify(value)}${comma}${text.slice(root + 1)}`;
}

/** Puts an item in front of the array at a root key. */
export function prependItem(text: string, key: string, item: unknown): string {
  const array = scanObject(text, skipSpace(text, 0)).findLast((entry) => entry.key === key)!;
  const comma = scanArray(text, array.start).length > 0 ? ',' : '';
  return `${text.slice(0, array.start + 1)}${JSON.stringify(item)}${comma}${text.slice(array.start + 1)}`;
}

/** Sets a key of the object at `index` of the array at a root key. */
export function setItemKey(
  text: string,
  arrayKey: string,
  index: number,
  key: string,
  value: unknown,
): string {
  const array = scanObject(text, skipSpace(text, 0)).findLast((entry) => entry.key === arrayKey)!;
  const item = scanArray(text, array.start)[index]!;
  return (
    text.slice(0, item.start) +
    setKey(text.slice(item.start, item.end), key, value) +
    text.slice(item.end)
  );
}
