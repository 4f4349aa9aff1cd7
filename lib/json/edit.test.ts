import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { prependItem, setItemKey, setKey } from './edit.ts';

const spaced = fc.tuple(fc.jsonValue(), fc.constantFrom(undefined, 1, 2, '\t'));
const object = fc.dictionary(
  fc.string().filter((key) => key !== '__proto__'),
  fc.jsonValue(),
  { maxKeys: 6 },
);

describe('setKey', () => {
  it('keeps every digit of the other numbers', () => {
    const text = '{"seed": 12345678901234567890, "t":0.10000000000000000001 ,"model":"a"}';
    expect(setKey(text, 'model', 'b')).toBe(text.replace('"a"', '"b"'));
  });

  it('adds a missing key in front', () => {
    expect(setKey(' { }', 'a', 1)).toBe(' {"a":1 }');
    expect(setKey('{"b":2}', 'a', [1])).toBe('{"a":[1],"b":2}');
  });

  it('replaces the value that counts when a key was sent twice', () => {
    expect(JSON.parse(setKey('{"a":1,"a":2}', 'a', 3))).toEqual({ a: 3 });
  });

  it('does to any object what an assignment does', () => {
    fc.assert(
      fc.property(
        object,
        fc.string().filter((key) => key !== '__proto__'),
        spaced,
        (root, key, [value, indent]) => {
          const text = JSON.stringify(root, null, indent);
          expect(JSON.parse(setKey(text, key, value))).toEqual(
            JSON.parse(JSON.stringify({ ...root, [key]: value })),
          );
        },
      ),
    );
  });
});

describe('prependItem and setItemKey', () => {
  it('do to any list of objects what array methods do', () => {
    fc.assert(
      fc.property(
        fc.array(object, { minLength: 1, maxLength: 4 }),
        object,
        spaced,
        fc.nat(3),
        (items, item, [value, indent], at) => {
          const text = JSON.stringify({ x: '[{"', items }, null, indent);
          expect(JSON.parse(prependItem(text, 'items', item))).toEqual(
            JSON.parse(JSON.stringify({ x: '[{"', items: [item, ...items] })),
          );
          const index = at % items.length;
          const expected = items.map((entry, i) => (i === index ? { ...entry, k: value } : entry));
          expect(JSON.parse(setItemKey(text, 'items', index, 'k', value))).toEqual(
            JSON.parse(JSON.stringify({ x: '[{"', items: expected })),
          );
        },
      ),
    );
  });

  it('fill an empty list', () => {
    expect(prependItem('{"m": [ ]}', 'm', 1)).toBe('{"m": [1 ]}');
  });
});
