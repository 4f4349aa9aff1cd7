import { z } from 'zod';
import { defineRoutes } from '../http/route.ts';
import { InterpolateRequest, Language, SynthesizeRequest } from '../schemas/tts.ts';

const speech = {
  tag: 'tts',
  backend: 'chatterbox-tts',
  rejects: 422,
  replies: 'audio',
  seconds: 600,
  headers: {
    'x-synapse-voice': 'The voice that speaks: its id, the name of a predefined one, or `default`.',
    'x-synapse-voice-mode':
      'From embedded engines: `matched`, an approach to the recording, or `predefined`.',
    'x-synapse-engine': 'The engine, where the backend tells.',
  },
  failures: { 404: 'Unknown voice: `voice_not_found`' },
} as const;

export const tts = defineRoutes({
  synthesize: {
    ...speech,
    method: 'POST',
    path: '/tts/synthesize',
    summary: 'Speak a text, with a cloned voice if wanted',
    body: SynthesizeRequest,
  },
  stream: {
    ...speech,
    method: 'POST',
    path: '/tts/stream',
    summary: 'Speak sentence by sentence; audio starts after the first',
    body: SynthesizeRequest,
  },
  interpolate: {
    ...speech,
    method: 'POST',
    path: '/tts/interpolate',
    summary: 'Speak with the heaviest of several weighted voices',
    body: InterpolateRequest,
  },
  languages: {
    method: 'GET',
    path: '/tts/languages',
    summary: 'Language codes of the speech backend',
    tag: 'tts',
    replies: 'json',
    response: z.array(Language),
    seconds: 5,
  },
});
