import { requestJson, segment } from './request.ts';
import { resource } from './resource.ts';

export interface VoiceSummary {
  readonly voice_id: string;
  readonly name: string;
  readonly created_at: string;
  readonly references_count: number;
  readonly references: readonly string[];
}

export interface Voice extends VoiceSummary {
  readonly duration_seconds: number;
  readonly files: readonly {
    readonly name: string;
    readonly bytes: number;
    readonly duration_seconds: number;
    readonly sample_rate: number;
    readonly channels: number;
  }[];
}

export const voices = resource(
  (signal) => requestJson<VoiceSummary[]>('/voices', { signal }),
  60_000,
  'sleeps',
);

const at = (id: string): string => `/voices/${segment(id)}`;

export const readVoice = (id: string, signal?: AbortSignal): Promise<Voice> =>
  requestJson(at(id), signal ? { signal } : {});

export const renameVoice = (id: string, name: string): Promise<unknown> =>
  requestJson(at(id), { method: 'PATCH', json: { name } });

export const deleteVoice = (id: string): Promise<unknown> =>
  requestJson(at(id), { method: 'DELETE', headers: { 'content-type': 'application/json' } });

export const referenceUrl = (id: string, name: string): string =>
  `${at(id)}/references/${segment(name)}`;

export const deleteReference = (id: string, name: string): Promise<unknown> =>
  requestJson(referenceUrl(id, name), {
    method: 'DELETE',
    headers: { 'content-type': 'application/json' },
  });

const withFiles = (files: readonly File[]): FormData => {
  const form = new FormData();
  for (const file of files) form.append('files', file, file.name);
  return form;
};

export function createVoice(name: string, files: readonly File[]): Promise<VoiceSummary> {
  const form = withFiles(files);
  form.append('name', name);
  return requestJson('/voices', { form });
}

export const addReferences = (id: string, files: readonly File[]): Promise<unknown> =>
  requestJson(`${at(id)}/references`, { form: withFiles(files) });
