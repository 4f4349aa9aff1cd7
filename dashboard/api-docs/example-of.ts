import { resolve, type OpenApi, type Schema } from './openapi.ts';

/** What may be sent by hand for a few operations that a schema cannot guess. */
const EXAMPLES: Readonly<Record<string, unknown>> = {
  ChatRequest: { model: 'auto', messages: [{ role: 'user', content: 'hello' }], stream: true },
  EmbeddingsRequest: { input: 'the quick brown fox' },
  LoadRequest: { model: 'Qwen3-8B-Q4_K_M' },
  UnloadRequest: { model: 'Qwen3-8B-Q4_K_M' },
  ProfileUpdate: { values: { temperature: 0.7 } },
  ApplyRequest: { load_model: true },
  SynthesizeRequest: { text: 'Hello from Synapse.', language: 'en' },
};

/** Deeper than this nothing is filled in: a schema may hold itself. */
const DEEPEST = 4;

/** A value that fits a schema, to start from. */
export function exampleOf(schema: Schema, document: OpenApi, depth = 0): unknown {
  const real = resolve(schema, document);
  const given = EXAMPLES[nameOf(schema)] ?? real.default ?? real.enum?.[0] ?? real.const;
  if (given !== undefined) return given;
  const choice = (real.anyOf ?? real.oneOf)?.[0];
  if (choice) return exampleOf(choice, document, depth);
  if (real.properties) return objectOf(real, document, depth);
  if (real.items) return depth < DEEPEST ? [exampleOf(real.items, document, depth + 1)] : [];
  return plainOf(real);
}

const nameOf = ({ $ref = '' }: Schema): string => $ref.slice($ref.lastIndexOf('/') + 1);

function plainOf({ type, minimum, maximum }: Schema): unknown {
  switch ([type].flat()[0]) {
    case 'object':
      return {};
    case 'integer':
    case 'number':
      return Math.max(minimum ?? 1, Math.min(1, maximum ?? 1));
    case 'boolean':
      return false;
    default:
      return 'text';
  }
}

function objectOf(schema: Schema, document: OpenApi, depth: number): unknown {
  const wanted = depth < DEEPEST ? (schema.required ?? []) : [];
  return Object.fromEntries(
    Object.entries(schema.properties ?? {})
      .filter(([name]) => wanted.includes(name))
      .map(([name, property]) => [name, exampleOf(property, document, depth + 1)]),
  );
}
