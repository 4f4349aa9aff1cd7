import type { z } from 'zod';
import type { Route } from '../http/route.ts';
import { jsonSchema, type Json } from './json-schema.ts';

const RANGE_HEADERS: Readonly<Record<string, string>> = {
  range: 'One range of bytes, such as `bytes=0-1023`; several are answered with the whole.',
  'if-range': 'Heed the range only if this is still the entity tag.',
  'if-none-match': 'Answer 304 if this is still the entity tag.',
};

/** What a call of the route may hold beside its body, as an OpenAPI operation lists it. */
export function parametersOf(route: Route, components: Record<string, Json>): Json {
  const parameters = [
    ...listed('path', route.params, components),
    ...listed('query', route.query, components),
    ...Object.entries(route.ranges ? RANGE_HEADERS : {}).map(([name, description]) => ({
      name,
      in: 'header',
      description,
      schema: { type: 'string' },
    })),
  ];
  return parameters.length > 0 ? { parameters } : {};
}

function listed(
  place: 'path' | 'query',
  fields: z.ZodObject | undefined,
  components: Record<string, Json>,
): Json[] {
  return Object.entries(fields?.shape ?? {}).map(([name, field]) => {
    const { description, ...schema } = jsonSchema(field as z.ZodType, components);
    return {
      name,
      in: place,
      ...(place === 'path' && { required: true }),
      ...(description !== undefined && { description }),
      schema,
    };
  });
}
