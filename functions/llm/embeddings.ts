import { expectOk } from '../../lib/backends/answer.ts';
import type { Backends } from '../../lib/backends/client.ts';
import { forwardHeaders } from '../../lib/backends/forward-headers.ts';
import { readJsonText } from '../../lib/backends/json-text.ts';
import type { Handler } from '../../lib/http/call.ts';
import { bytes } from '../../lib/http/reply.ts';
import type { llm } from '../../lib/routes/llm.ts';

const LABEL = 'Embeddings backend error';

/** `POST /v1/embeddings`: the request goes on byte for byte, the answer comes back so. */
export const embeddings =
  (backends: Backends): Handler<typeof llm.embeddings> =>
  async ({ route, body, text, headers, requestId, signal, setModel }) => {
    if (body.model) setModel(body.model);
    const backend = backends.forRoute(route.path, 'llama-embed');
    const answer = await backend.send({
      method: 'POST',
      path: '/v1/embeddings',
      headers: { ...forwardHeaders(headers, requestId), 'content-type': 'application/json' },
      body: text,
      signal,
      hedge: true,
    });
    return bytes(await readJsonText(await expectOk(answer, LABEL), LABEL), 'application/json');
  };
