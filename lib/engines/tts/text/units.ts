/** Symbol to name; a plural that is not the name and an `s` stands after a bar. */
const UNITS: Readonly<Record<string, string>> = {
  'km/h': 'kilometer per hour|kilometers per hour',
  kmh: 'kilometer per hour|kilometers per hour',
  'm/s': 'meter per second|meters per second',
  mph: 'mile per hour|miles per hour',
  'Mbit/s': 'megabit per second|megabits per second',
  'MB/s': 'megabyte per second|megabytes per second',
  km: 'kilometer',
  cm: 'centimeter',
  mm: 'millimeter',
  '\u03bcm': 'micrometer',
  nm: 'nanometer',
  m: 'meter',
  km2: 'square kilometer',
  m2: 'square meter',
  m3: 'cubic meter',
  kg: 'kilogram',
  mg: 'milligram',
  '\u03bcg': 'microgram',
  g: 'gram',
  lb: 'pound',
  lbs: 'pound',
  oz: 'ounce',
  ft: 'foot|feet',
  ml: 'milliliter',
  l: 'liter',
  L: 'liter',
  ms: 'millisecond',
  '\u03bcs': 'microsecond',
  s: 'second',
  sec: 'second',
  min: 'minute',
  h: 'hour',
  hrs: 'hour',
  Hz: 'hertz|hertz',
  kHz: 'kilohertz|kilohertz',
  MHz: 'megahertz|megahertz',
  GHz: 'gigahertz|gigahertz',
  kB: 'kilobyte',
  KB: 'kilobyte',
  MB: 'megabyte',
  GB: 'gigabyte',
  TB: 'terabyte',
  W: 'watt',
  kW: 'kilowatt',
  MW: 'megawatt',
  kWh: 'kilowatt hour',
  V: 'volt',
  mA: 'milliampere',
  dB: 'decibel',
  px: 'pixel',
  '\u00b0C': 'degree Celsius|degrees Celsius',
  '\u00b0F': 'degree Fahrenheit|degrees Fahrenheit',
  '\u00b0': 'degree',
  '%': 'percent|percent',
  '\u2030': 'per mille|per mille',
};

const symbols = Object.keys(UNITS).sort((a, b) => b.length - a.length);
const UNIT = new RegExp(`(\\d)\\s?(${symbols.join('|')})(?![\\p{L}\\d'])`, 'gu');

/** Units behind a number, in full and in the right number: `1 km`, `20 \u00b0C`, `5%`. */
export function sayUnits(text: string): string {
  return text.replace(UNIT, (_, digit: string, symbol: string, at: number, whole: string) => {
    if (/\p{L}\d*$/u.test(whole.slice(0, at))) return `${digit} ${symbol}`;
    const [one, many = `${one}s`] = UNITS[symbol]!.split('|') as [string, string?];
    const single = digit === '1' && !/[\d.,]$/.test(whole.slice(0, at));
    return `${digit} ${single ? one : many}`;
  });
}
