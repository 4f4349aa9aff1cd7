import { z } from 'zod';
import { boundedArray } from './bounded-array.ts';

/** Only what the gateway looks at; everything else is passed on byte for byte. */
export const ChatRequest = z
  .looseObject({
    model: z
      .string()
      .nullable()
      .optional()
      .describe('A model id; `auto`, empty or left out: chosen by rules.'),
    messages: boundedArray(z.looseObject({ role: z.string() }), 0, 10_000).optional(),
    stream: z.boolean().nullable().optional(),
  })
  .meta({ id: 'ChatRequest', description: 'Any OpenAI chat completion request.' });

const Usage = z.looseObject({ prompt_tokens: z.int(), total_tokens: z.int() });

export const ChatResponse = z
  .looseObject({
    id: z.string().optional(),
    object: z.string().optional().describe('`chat.completion`'),
    created: z.int().optional().describe('Seconds since 1970.'),
    model: z.string().optional(),
    choices: z.array(
      z.looseObject({
        index: z.int().optional(),
        message: z.looseObject({
          role: z.string(),
          content: z.string().nullable().optional(),
          tool_calls: z.array(z.looseObject({})).nullable().optional(),
        }),
        finish_reason: z.string().nullable().optional(),
      }),
    ),
    usage: Usage.extend({ completion_tokens: z.int().optional() }).optional(),
  })
  .meta({ id: 'ChatResponse', description: 'As the backend wrote it, byte for byte.' });

const MOST_TOKENS = 131_072;
const tokens = boundedArray(z.int(), 1, MOST_TOKENS);

export const EmbeddingsRequest = z
  .looseObject({
    input: z.union([
      z.string().min(1),
      boundedArray(z.string().min(1), 1, 2048),
      tokens,
      boundedArray(tokens, 1, 2048),
    ]),
    model: z.string().optional(),
    encoding_format: z.enum(['float', 'base64']).optional(),
    dimensions: z.int().min(1).optional(),
  })
  .meta({ id: 'EmbeddingsRequest' });

export const EmbeddingsResponse = z
  .looseObject({
    object: z.literal('list'),
    data: z.array(
      z.looseObject({
        object: z.literal('embedding'),
        index: z.int(),
        embedding: z
          .union([z.array(z.number()), z.string()])
          .describe('Numbers, or with `encoding_format: base64` 32-bit floats in base64.'),
      }),
    ),
    model: z.string(),
    usage: Usage.optional(),
  })
  .meta({ id: 'EmbeddingsResponse' });

export const Model = z
  .looseObject({
    id: z.string(),
    object: z.string().optional().describe('`model`'),
    created: z.int().optional(),
    owned_by: z.string().optional(),
  })
  .meta({ id: 'Model' });
export const ModelList = z
  .looseObject({ object: z.string().optional(), data: z.array(Model) })
  .meta({ id: 'ModelList' });

export const ModelsQuery = z.object({
  refresh: z
    .enum(['0', '1', 'false', 'true'])
    .optional()
    .describe('`1`: ask all backends now and wait for them.'),
});

export const ModelIdParam = z.object({ model_id: z.string() });
export const RequestIdParam = z.object({ request_id: z.string().max(128) });
export const Cancelled = z
  .object({
    request_id: z.string(),
    cancelled: z
      .int()
      .describe(
        'Requests ended, in all functions and replicas; 0 with status 202: those cannot be asked now, and end it when they hear of it.',
      ),
  })
  .meta({ id: 'Cancelled' });
export const LoadRequest = z.looseObject({ model: z.string().trim().min(1) }).meta({
  id: 'LoadRequest',
  description: 'Every other key updates the profile of the model before it is loaded.',
});
export const UnloadRequest = z
  .looseObject({ model: z.string().trim().min(1) })
  .meta({ id: 'UnloadRequest' });
export const LoadResponse = z.looseObject({ success: z.boolean() }).meta({ id: 'LoadResponse' });

const ProfileField = z.object({
  name: z.string(),
  label: z.string(),
  type: z.enum(['string', 'number', 'integer', 'enum']),
  default: z.union([z.string(), z.number()]),
  applies_at: z.enum(['generation', 'load']),
  description: z.string(),
  min: z.number().optional(),
  max: z.number().optional(),
  step: z.number().optional(),
  choices: z.array(z.string()).readonly().optional(),
});

export const ProfileSchema = z
  .object({
    model: z.string(),
    family: z.string(),
    fields: z.array(ProfileField),
    notes: z.array(z.string()),
  })
  .meta({ id: 'ProfileSchema' });
const Values = z.record(z.string(), z.union([z.string(), z.number()]));
export const Profile = z
  .object({ model: z.string(), family: z.string(), values: Values })
  .meta({ id: 'Profile' });
export const ProfileUpdate = z
  .looseObject({
    values: z.record(z.string(), z.unknown()).optional(),
    replace: z.unknown().optional(),
  })
  .meta({
    id: 'ProfileUpdate',
    description: '`{values, replace}` or the fields themselves; null deletes a value.',
  });
export const ProfileUpdated = Profile.extend({ success: z.boolean() }).meta({
  id: 'ProfileUpdated',
});
export const ApplyRequest = z
  .looseObject({ load_model: z.unknown().optional() })
  .meta({ id: 'ApplyRequest' });
export const Applied = Profile.extend({
  success: z.boolean(),
  load: z.object({
    requested: z.boolean(),
    success: z.boolean(),
    status_code: z.int().optional(),
    detail: z.string().optional(),
  }),
}).meta({ id: 'Applied' });

const Share = z.number().min(0).max(1).nullable();
const Milliseconds = z.int().nonnegative().nullable();

export const ModelQueue = z
  .object({
    current: z
      .object({
        model: z.string().describe('`*`: all of them.'),
        phase: z.enum(['draining', 'unloading', 'loading', 'downloading', 'restarting']),
        progress: Share,
        eta_ms: Milliseconds,
      })
      .nullable()
      .describe('What is being done to the router.'),
    queue: z.array(
      z.object({ model: z.string(), waiting: z.int(), oldest_ms: z.int().nonnegative() }),
    ),
    in_flight: z.array(z.object({ model: z.string(), count: z.int() })),
    router: z.object({
      max_models: z.int().nullable().describe('Null: no bound.'),
      loaded: z.array(z.string()),
    }),
    learned: z.array(z.object({ model: z.string(), load_ms: z.int() })),
  })
  .meta({ id: 'ModelQueue' });
