import { assert, property, string } from 'fast-check';
import { describe, expect, it } from 'vitest';
import { normalizeText } from './normalize.ts';

const TABLE: readonly (readonly [written: string, said: string])[] = [
  ['It costs €5.', 'It costs five euros.'],
  ['€12.50', 'twelve euros and fifty cents'],
  ['12,50 €', 'twelve euros and fifty cents'],
  ['$1', 'one dollar'],
  ['£0.99', 'ninety nine pence'],
  ['£1.01', 'one pound and one penny'],
  ['$1,234.56', 'one thousand two hundred thirty four dollars and fifty six cents'],
  ['$5 million', 'five million dollars'],
  ['€3.5bn', 'three point five billion euros'],
  ['100 EUR', 'one hundred euros'],
  ['¥1000', 'one thousand yen'],
  ['50%', 'fifty percent'],
  ['3.5 %', 'three point five percent'],
  ['20°C', 'twenty degrees Celsius'],
  ['1 km', 'one kilometer'],
  ['5 km/h', 'five kilometers per hour'],
  ['16GB and 3.2 GHz', 'sixteen gigabytes and three point two gigahertz'],
  ['12 m²', 'twelve square meters'],
  ['5 µm', 'five micrometers'],
  ["5 m's", "five m's"],
  ['one — two', 'one, two'],
  ['one—two', 'one, two'],
  ['one - two', 'one, two'],
  ['well-known', 'well-known'],
  ['pages 3–5', 'pages three to five'],
  ['minus −5 and -7', 'minus minus five and minus seven'],
  ['Wait… what?', 'Wait, what?'],
  ['Wait... What?', 'Wait. What?'],
  ['He said “hello” and ‘bye’.', 'He said hello and bye.'],
  ['It’s John’s', "It's John's"],
  ['the 1st, 22nd and 103rd', 'the first, twenty second and one hundred third'],
  ['in 1984 and 2024', 'in nineteen eighty four and twenty twenty four'],
  ['in 2005, 1900, 1905', 'in two thousand five, nineteen hundred, nineteen oh five'],
  ['the 1990s', 'the nineteen nineties'],
  ['100000 and 1,000,000', 'one hundred thousand and one million'],
  ['007', 'zero zero seven'],
  [
    '12345678901234567',
    'one two three four five six seven eight nine zero one two three four five six seven',
  ],
  ['3.14', 'three point one four'],
  ['version 1.2.3', 'version one point two point three'],
  ['½ and 3/4', 'one half and three quarters'],
  ['at 10:30', 'at ten thirty'],
  ['at 10:05 pm', 'at ten oh five p m'],
  ['at 9 a.m. sharp', 'at nine a m sharp'],
  ['at 14:00', "at fourteen o'clock"],
  ['on 2024-03-05', 'on March fifth, twenty twenty four'],
  ['on 3/4/2024', 'on March fourth, twenty twenty four'],
  ['on 31/12/1999', 'on December thirty first, nineteen ninety nine'],
  ['am 24.12.2023', 'am December twenty fourth, twenty twenty three'],
  ['See https://www.example.com/docs?x=1.', 'See example dot com slash docs.'],
  ['go to example.org now', 'go to example dot org now'],
  ['https://user:secret@example.com/', 'example dot com'],
  ['Mail jane_doe@example.co.uk!', 'Mail jane underscore doe at example dot co dot uk!'],
  ['Nice 👍🏽 work 👩‍👩‍👧 🇩🇪!', 'Nice work!'],
  ['🎉🎉', ''],
  ['1️⃣ first', 'first'],
  ['**bold** and _it_ and `code`', 'bold and it and code'],
  ['# Title\n\n- one\n- two', 'Title.\none.\ntwo.'],
  ['[the site](https://example.com) is up', 'the site is up'],
  ['| a | b |\n|---|---|\n| c | d |', 'a, b\nc, d'],
  ['```js\nlet x\n```', 'let x'],
  ['snake_case_name', 'snake case name'],
  ['Crème brûlée, Łódź, Straße', 'Creme brulee, Lodz, Strasse'],
  ['a\u0000b\u0007c\u200bd', 'abcd'],
  ['ﬁne ＡＢＣ', 'fine ABC'],
  ['R&D @ home', 'R and D at home'],
  ['and/or', 'and slash or'],
  ['Dr. Smith, e.g., etc.', 'Doctor Smith, for example, et cetera.'],
  ['No. 5 and #7', 'number five and number seven'],
  ['the U.S. army', 'the U S army'],
  ['2 + 2 = 4', 'two plus two equals four'],
  ['a (b) c', 'a, b, c'],
  ["Let's meet at 5pm. Then go.", "Let's meet at five p m. Then go."],
  ['at 10:05 p.m. sharp', 'at ten oh five p m sharp'],
  ['Jan. 3rd', 'January third'],
  ['€1.199,00', 'one thousand one hundred ninety nine euros'],
  ['€5-10', 'five to ten euros'],
  [
    'Call +1 (555) 010-2030 now',
    'Call one, five five five, zero one zero, two zero three zero now',
  ],
  ['555-1234', 'five five five, one two three four'],
  ['the ’90s', 'the nineties'],
  ['MP3s', 'MP three s'],
  ['24/7 and 5/8', 'twenty four seven and five eighths'],
  ['5 < 6', 'five is less than six'],
  ['3:2', 'three to two'],
  ['10^6', 'ten to the power of six'],
  ['100 000 people', 'one hundred thousand people'],
  ['C# and #art', 'C sharp and hashtag art'],
  ['COVID-19', 'COVID nineteen'],
  ['a line\nthat goes on\n\nNext', 'a line that goes on\nNext'],
  ['Привет', ''],
  ['x² and ①', 'x two and one'],
  ['$ and €', 'dollars and euros'],
  ['   ', ''],
];

describe('normalizing text for speech', () => {
  it.each(TABLE)('says %j as %j', (written, said) => {
    expect(normalizeText(written)).toBe(said);
  });

  it('leaves only what flite can say, whatever comes in', () => {
    assert(
      property(string({ unit: 'grapheme', maxLength: 200 }), (text) => {
        expect(normalizeText(text)).toMatch(/^[A-Za-z .,;:!?'\n-]*$/);
      }),
    );
  });

  it('takes linear time over hostile input', () => {
    const started = performance.now();
    for (const unit of [
      'a.',
      '*',
      '_a',
      '1,',
      '1.',
      '[',
      '|-',
      '(',
      'a@',
      '<a',
      '..',
      '- ',
      '1/',
      '12:',
      '~',
    ]) {
      normalizeText(unit.repeat(5000 / unit.length));
    }
    expect(performance.now() - started).toBeLessThan(2000);
  });
});
