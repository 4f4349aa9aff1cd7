import { array, assert, constant, json, oneof, property, string } from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseContinuous } from './parse-continuous.ts';
import { parseCtm } from './parse-ctm.ts';
import { parseJson } from './parse-json.ts';
import { SttError } from './stt-error.ts';

describe('the lines of pocketsphinx_continuous', () => {
  const OUTPUT = `and mr john how much
<s> 0.000 0.140 0.998900
and(2) 0.150 0.360 0.229909
mr 0.370 0.620 0.398835
john 0.630 0.990 1.000300
how 3.440 3.900 0.274131
<sil> 3.910 3.930 0.660639
[SPEECH] 3.930 3.940 0.465665
++um++ 3.930 3.940 0.1
much 3.940 4.320 0.997603
</s> 6.840 7.080 1.000000
`;

  it('become words without marks, pauses and pronunciations', () => {
    expect(parseContinuous(OUTPUT)).toEqual([
      { word: 'and', start: 0.15, end: 0.37, probability: 0.229909 },
      { word: 'mr', start: 0.37, end: 0.63, probability: 0.398835 },
      { word: 'john', start: 0.63, end: 1, probability: 1 },
      { word: 'how', start: 3.44, end: 3.91, probability: 0.274131 },
      { word: 'much', start: 3.94, end: 4.33, probability: 0.997603 },
    ]);
  });
});

describe('the rows of pocketsphinx_batch -ctm', () => {
  it('become words', () => {
    const output = `piece 1 0.20 0.16 and 0.191
piece 1 4.00 0.32 don't 1.001
`;
    expect(parseCtm(output)).toEqual([
      { word: 'and', start: 0.2, end: 0.37, probability: 0.191 },
      { word: "don't", start: 4, end: 4.33, probability: 1 },
    ]);
    expect(parseCtm('')).toEqual([]);
  });

  it('are an error when one is broken', () => {
    expect(() => parseCtm('piece 1 0.20 0.16 and 0.191\npiece 1 4.0')).toThrow(SttError);
  });
});

describe('the JSON of pocketsphinx 5', () => {
  it('becomes words', () => {
    const output =
      '{"b":0.000,"d":3.870,"p":0.007,"t":"was there","w":[{"b":0.000,"d":0.180,"p":1.000,"t":"<s>"},' +
      '{"b":0.700,"d":0.290,"p":0.993,"t":"was(2)"},{"b":0.990,"d":0.200,"p":0.894,"t":"there"},' +
      '{"b":3.700,"d":0.160,"p":1.000,"t":"</s>"}]}\n';
    expect(parseJson(output)).toEqual([
      { word: 'was', start: 0.7, end: 0.99, probability: 0.993 },
      { word: 'there', start: 0.99, end: 1.19, probability: 0.894 },
    ]);
  });

  it('may have no words, and then it is not closed well', () => {
    expect(parseJson('{"b":0.000,"d":0.020,"p":-nan,"t":"","w":]}\n')).toEqual([]);
  });

  it('is an error when it is cut off or something else', () => {
    expect(() => parseJson('{"b":0.000,"d":3.870,"p"')).toThrow(SttError);
    expect(() => parseJson('Segmentation fault')).toThrow(SttError);
    expect(() => parseJson('null')).toThrow(SttError);
  });
});

it('makes of any other output sound words or a typed error', () => {
  const line = oneof(
    string(),
    json(),
    constant('<s> 1 2 x'),
    constant('a 1.0 0.5 7.0'),
    constant('piece 1 9.0 -3.0 a 1e9'),
    constant('{"w":[null,1,{"t":"a","b":1,"d":-1,"p":-5},{"t":{},"b":"1"}]}'),
  );
  for (const parse of [parseContinuous, parseCtm, parseJson]) {
    assert(
      property(array(line), (lines) => {
        try {
          for (const { word, start, end, probability } of parse(lines.join('\n'))) {
            expect(word).not.toBe('');
            expect(end).toBeGreaterThanOrEqual(start);
            expect(probability).toBeGreaterThanOrEqual(0);
            expect(probability).toBeLessThanOrEqual(1);
          }
        } catch (error) {
          expect(error).toBeInstanceOf(SttError);
        }
      }),
    );
  }
});
