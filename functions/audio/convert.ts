import { forwardHeaders } from '../../lib/backends/forward-headers.ts';
import type { Handler } from '../../lib/http/call.ts';
import { relayForm } from '../../lib/http/relay-form.ts';
import { stream } from '../../lib/http/reply.ts';
import type { audio } from '../../lib/routes/audio.ts';
import type { Deepfilter } from './denoise.ts';

const TYPES: Readonly<Record<string, string>> = {
  wav: 'audio/wav',
  mp3: 'audio/mpeg',
  flac: 'audio/flac',
  ogg: 'audio/ogg',
};

/** `POST /audio/convert` */
export const convert =
  (deepfilter: Deepfilter): Handler<typeof audio.convert> =>
  async ({ route, form, headers, requestId, signal }) => {
    let format = 'wav';
    const upload = await relayForm(form(), {
      fields: ({ output_format: wanted, sample_rate: rate, bitrate }) => {
        if (typeof wanted === 'string') format = wanted;
        return {
          ...(wanted !== undefined && { output_format: format }),
          ...(rate !== undefined && { sample_rate: `${rate as number}` }),
          ...(bitrate !== undefined && { bitrate: bitrate as string }),
        };
      },
      filename: () => 'audio.wav',
    });
    const context = { signal, headers: forwardHeaders(headers, requestId) };
    const answer = await deepfilter(route.path).convert(upload, context);
    return stream(answer.body, TYPES[format] ?? 'application/octet-stream', {
      headers: { 'content-disposition': `attachment; filename=converted.${format}` },
    });
  };
