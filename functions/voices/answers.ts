import type { StoredVoice } from '../../lib/voices/voice-reader.ts';

interface Change {
  readonly voice_id: string;
  readonly name: string;
  readonly references_count: number;
  readonly references: string[];
}

/** A voice as the answers to changes have it. */
export const changed = ({ id, name, references }: StoredVoice): Change => ({
  voice_id: id,
  name,
  references_count: references.length,
  references: [...references],
});

/** A voice as lists have it. */
export const listed = (voice: StoredVoice): Change & { readonly created_at: string } => ({
  ...changed(voice),
  created_at: voice.createdAt,
});
