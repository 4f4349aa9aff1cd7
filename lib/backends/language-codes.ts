/** The languages Whisper knows, by their codes. */
const CODES =
  'en zh de es ru ko fr ja pt tr pl ca nl ar sv it id hi fi vi he uk el ms cs ro da hu ta no th ur hr bg lt la mi ml cy sk te fa lv bn sr az sl kn et mk br eu is hy ne mn bs kk sq sw gl mr pa si km sn yo so af oc ka be tg sd gu am yi lo uz fo ht ps tk nn mt sa lb my bo tl mg as tt haw ln ha ba jw su yue'.split(
    ' ',
  );

/** Names that Whisper uses and the CLDR does not. */
const OTHER_NAMES: Readonly<Record<string, string>> = {
  castilian: 'es',
  valencian: 'ca',
  flemish: 'nl',
  'haitian creole': 'ht',
  letzeburgesch: 'lb',
  myanmar: 'my',
  nynorsk: 'nn',
  panjabi: 'pa',
  pushto: 'ps',
  moldavian: 'ro',
  moldovan: 'ro',
  sinhalese: 'si',
  tagalog: 'tl',
  javanese: 'jw',
  cantonese: 'yue',
};

const english = new Intl.DisplayNames(['en'], { type: 'language' });
const byName = new Map([
  ...CODES.map((code) => [String(english.of(code)).toLowerCase(), code] as const),
  ...Object.entries(OTHER_NAMES),
]);

/** The code of a language that a server calls by its code or its English name; an unknown one stays as it is. */
export function languageCode(said: string): string {
  const name = said.trim().toLowerCase();
  return byName.get(name) ?? name;
}
