const SAFE_ID = /^[A-Za-z0-9][A-Za-z0-9_-]{0,63}$/;
const REFERENCE = /^[A-Za-z0-9][A-Za-z0-9_-]{0,63}\.wav$/i;

/** Ids that can be a folder of the library and nothing else: no dots, no separators, nothing hidden. */
export const isSafeId = (id: string): boolean => SAFE_ID.test(id);

export const isReferenceName = (name: string): boolean => REFERENCE.test(name);

export const referenceName = (number: number): string =>
  `ref_${String(number).padStart(3, '0')}.wav`;

/** The number in a recording's name; 0 for a name of another kind. */
export const referenceNumber = (name: string): number =>
  Number(/^ref_(\d+)\.wav$/i.exec(name)?.[1] ?? 0);
