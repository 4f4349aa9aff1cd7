import { z } from 'zod';
import { defineRoutes } from '../http/route.ts';
import * as schemas from '../schemas/voices.ts';

const voice = { tag: 'voices', rejects: 422, replies: 'json', seconds: 60 } as const;
const files = { files: { max: 10 } } as const;

export const voices = defineRoutes({
  list: {
    ...voice,
    method: 'GET',
    path: '/voices',
    summary: 'All voices',
    response: z.array(schemas.VoiceSummary),
  },
  create: {
    ...voice,
    method: 'POST',
    path: '/voices',
    summary: 'Create a voice from 1 to 10 recordings',
    form: { fields: schemas.VoiceCreateFields, files },
    status: 201,
    response: schemas.VoiceChange,
    seconds: 600,
  },
  get: {
    ...voice,
    method: 'GET',
    path: '/voices/{voice_id}',
    summary: 'One voice, with the facts of its recordings',
    params: schemas.VoiceIdParam,
    response: schemas.Voice,
  },
  rename: {
    ...voice,
    method: 'PATCH',
    path: '/voices/{voice_id}',
    summary: 'Rename a voice',
    params: schemas.VoiceIdParam,
    body: schemas.VoiceRename,
    response: schemas.VoiceChange,
  },
  remove: {
    ...voice,
    method: 'DELETE',
    path: '/voices/{voice_id}',
    summary: 'Delete a voice and its copy at the speech backend',
    params: schemas.VoiceIdParam,
    response: schemas.VoiceRemoved,
  },
  addReferences: {
    ...voice,
    method: 'POST',
    path: '/voices/{voice_id}/references',
    summary: 'Add 1 to 10 recordings to a voice',
    params: schemas.VoiceIdParam,
    form: { fields: schemas.NoFields, files },
    response: schemas.VoiceChange,
    seconds: 600,
  },
  getReference: {
    ...voice,
    method: 'GET',
    path: '/voices/{voice_id}/references/{name}',
    summary: 'Download a recording; byte ranges work',
    params: schemas.ReferenceParams,
    replies: 'audio',
  },
});
