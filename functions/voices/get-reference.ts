import { createReadStream } from 'node:fs';
import { ApiError } from '../../lib/errors.ts';
import { parseRange } from '../../lib/http/range.ts';
import type { Handler } from '../../lib/http/call.ts';
import { bytes, stream } from '../../lib/http/reply.ts';
import type { voices } from '../../lib/routes/voices.ts';
import type { VoiceStore } from '../../lib/voices/store.ts';

/** `GET /voices/{voice_id}/references/{name}`: the recording, or the byte range asked for. */
export const getReference =
  (store: VoiceStore): Handler<typeof voices.getReference> =>
  async ({ params, headers }) => {
    const { path, facts } = await store.reference(params.voice_id, params.name);
    const etag = `"${facts.sha256.slice(0, 32)}"`;
    const common = {
      'accept-ranges': 'bytes',
      etag,
      'cache-control': 'private, max-age=0, must-revalidate',
      'x-content-type-options': 'nosniff',
    };
    if (headers['if-none-match'] === etag)
      return bytes('', 'audio/wav', { status: 304, headers: common });
    const wanted =
      headers['if-range'] === undefined || headers['if-range'] === etag ? headers.range : undefined;
    const range = parseRange(wanted, facts.bytes);
    if (range === 'unsatisfiable') {
      throw new ApiError(416, 'range_not_satisfiable', 'the range lies outside the recording', {
        headers: { 'content-range': `bytes */${facts.bytes}` },
      });
    }
    if (facts.bytes === 0) return bytes('', 'audio/wav', { headers: common });
    const { start, end } = range ?? { start: 0, end: facts.bytes - 1 };
    return stream(createReadStream(path, { start, end }), 'audio/wav', {
      status: range ? 206 : 200,
      headers: {
        ...common,
        'content-length': String(end - start + 1),
        ...(range && { 'content-range': `bytes ${start}-${end}/${facts.bytes}` }),
      },
    });
  };
