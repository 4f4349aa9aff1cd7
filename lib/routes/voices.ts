import { z } from 'zod';
import { defineRoutes } from '../http/route.ts';
import * as schemas from '../schemas/voices.ts';

const read = { 503: 'The volume cannot be used now, or what is on it cannot be read' } as const;
const written = { ...read, 507: 'The volume is full: `storage_full`' } as const;
const voice = {
  tag: 'voices',
  rejects: 422,
  replies: 'json',
  seconds: 60,
  failures: read,
} as const;
const files = { files: { max: 10 } } as const;

export const voices = defineRoutes({
  list: {
    ...voice,
    method: 'GET',
    path: '/voices',
    summary: 'All voices',
    response: z.array(schemas.VoiceSummary),
    headers: { 'x-synapse-unreadable': 'How many voices cannot be read, and some of their ids.' },
  },
  create: {
    ...voice,
    method: 'POST',
    path: '/voices',
    summary: 'Create a voice from 1 to 10 recordings',
    form: { fields: schemas.VoiceCreateFields, files },
    status: 201,
    failures: { ...written, 409: 'There are as many as there may be: `quota_reached`' },
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
    failures: written,
    params: schemas.VoiceIdParam,
    body: schemas.VoiceRename,
    response: schemas.VoiceChange,
  },
  remove: {
    ...voice,
    method: 'DELETE',
    path: '/voices/{voice_id}',
    failures: written,
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
    failures: { ...written, 409: 'There are as many as there may be: `quota_reached`' },
    response: schemas.VoiceChange,
    seconds: 600,
  },
  getReference: {
    ...voice,
    method: 'GET',
    path: '/voices/{voice_id}/references/{name}',
    summary: 'Download a recording; byte ranges work',
    params: schemas.ReferenceParams,
    ranges: true,
    replies: 'audio',
  },
  removeReference: {
    ...voice,
    method: 'DELETE',
    path: '/voices/{voice_id}/references/{name}',
    summary: 'Delete one recording of a voice and its copy at the speech backend',
    params: schemas.ReferenceParams,
    failures: { ...written, 409: 'It is the only one: `last_recording`' },
    response: schemas.VoiceChange,
  },
});
