import { prependItem, setItemKey, setKey } from '../json/edit.ts';

/** Saved values of a model: numbers and strings by field name. */
export type ProfileValues = Readonly<Record<string, unknown>>;

/** Fields of a profile that fill the gaps of a chat request under the same name. */
export const GENERATION_FIELDS = [
  'temperature',
  'top_p',
  'top_k',
  'min_p',
  'repeat_penalty',
  'max_tokens',
] as const;

interface ChatBody {
  readonly messages?: unknown;
  readonly [key: string]: unknown;
}

/**
 * Fills a chat request's gaps from the profile of its model. What the client sent always wins, an explicit null
 * included. Works on the JSON text, so that nothing else of the request changes by a byte.
 */
export function injectProfile(text: string, body: ChatBody, profile: ProfileValues): string {
  let out = text;
  for (const key of GENERATION_FIELDS) {
    const value = profile[key];
    const given = key in body || (key === 'max_tokens' && 'max_completion_tokens' in body);
    if (value !== undefined && !given) out = setKey(out, key, value);
  }
  return injectInstructions(out, body, profile);
}

function injectInstructions(text: string, body: ChatBody, profile: ProfileValues): string {
  const prompt = typeof profile['system_prompt'] === 'string' ? profile['system_prompt'] : '';
  const effort = /^(low|medium|high)$/.test(String(profile['reasoning_effort']))
    ? `Reasoning: ${String(profile['reasoning_effort'])}`
    : '';
  if (!prompt && !effort) return text;
  const messages: readonly unknown[] = Array.isArray(body.messages) ? body.messages : [];
  const out = Array.isArray(body.messages) ? text : setKey(text, 'messages', []);
  const index = messages.findIndex(isInstruction);
  if (index < 0) {
    return prependItem(out, 'messages', {
      role: 'system',
      content: [effort, prompt].filter(Boolean).join('\n\n'),
    });
  }
  if (!effort) return out;
  const { content } = messages[index] as { content?: unknown };
  if (typeof content !== 'string' || /^\s*reasoning:\s*(low|medium|high)\s*$/im.test(content))
    return out;
  return setItemKey(
    out,
    'messages',
    index,
    'content',
    content ? `${effort}\n\n${content}` : effort,
  );
}

/** OpenAI calls the system role `developer` for its newer models. */
function isInstruction(message: unknown): boolean {
  const role = (message as { role?: unknown } | null)?.role;
  return role === 'system' || role === 'developer';
}
