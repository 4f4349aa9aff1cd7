import { z } from 'zod';

export type Json = Record<string, unknown>;

/** JSON schema of what a client sends or gets; schemas with an `id` become components. */
export function jsonSchema(schema: z.ZodType, components: Record<string, Json>): Json {
  const whole = z.toJSONSchema(schema, {
    io: 'output',
    unrepresentable: 'any',
    reused: 'inline',
    override: ({ jsonSchema: node }) => {
      if (!Array.isArray(node.required) || !node.properties) return;
      const properties = node.properties as Record<string, Json>;
      node.required = node.required.filter((name) => !('default' in (properties[name] ?? {})));
      if (node.required.length === 0) delete node.required;
    },
  }) as Json & { $defs?: Record<string, Json>; id?: string };
  const {
    $schema: _,
    $defs = {},
    ...root
  } = rewriteRefs(whole) as typeof whole & { $schema?: string };
  for (const [name, definition] of Object.entries($defs))
    components[name] ??= withoutId(definition);
  const id = root.id;
  if (!id) return root;
  components[id] ??= withoutId(root);
  return { $ref: `#/components/schemas/${id}` };
}

const withoutId = ({ id: _id, ...rest }: Json): Json => rest;

function rewriteRefs<T>(node: T): T {
  return JSON.parse(JSON.stringify(node).replaceAll('"#/$defs/', '"#/components/schemas/')) as T;
}
