import type { Slice } from '../http/route.ts';
import { audio } from './audio.ts';
import { dashboard } from './dashboard.ts';
import { health } from './health.ts';
import { llm } from './llm.ts';
import { speakers } from './speakers.ts';
import { stt } from './stt.ts';
import { tts } from './tts.ts';
import { voices } from './voices.ts';

/**
 * The route table: which function serves which paths. Key = folder under `functions/` = bundle = Knative Service.
 * Router, handler types, local ingress, OpenAPI, README and the backend-routes view derive from it; the manifests are
 * checked against it.
 */
export const table = { health, llm, voices, tts, stt, speakers, audio, dashboard } satisfies Record<
  string,
  Slice
>;
