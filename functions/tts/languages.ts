import type { Handler } from '../../lib/http/call.ts';
import { json } from '../../lib/http/reply.ts';
import type { tts } from '../../lib/routes/tts.ts';

const NAMES: Readonly<Record<string, string>> = {
  en: 'English',
  de: 'German',
  es: 'Spanish',
  fr: 'French',
  hi: 'Hindi',
  it: 'Italian',
  ja: 'Japanese',
  ko: 'Korean',
  nl: 'Dutch',
  pl: 'Polish',
  pt: 'Portuguese',
  ru: 'Russian',
  tr: 'Turkish',
  zh: 'Chinese',
  ar: 'Arabic',
  cs: 'Czech',
  da: 'Danish',
  fi: 'Finnish',
  hu: 'Hungarian',
  nb: 'Norwegian',
  ro: 'Romanian',
  sv: 'Swedish',
  uk: 'Ukrainian',
};

/** `GET /tts/languages`: what Chatterbox's multilingual model speaks. */
export const languages = (): Handler<typeof tts.languages> => () =>
  json(Object.entries(NAMES).map(([code, name]) => ({ code, name })));
