import { answerJson, type Answer } from './stub.ts';
import { profileSchema } from '../../../lib/models/families.ts';

const args = (file: string): string[] => [
  'llama-server',
  '--model',
  `/models/${file}.gguf`,
  '--ctx-size',
  '16384',
  '--batch-size',
  '2048',
  '--ubatch-size',
  '512',
  '--threads',
  '8',
  '--parallel',
  '2',
  '--n-gpu-layers',
  '99',
  '--flash-attn',
];

const model = (id: string, status: object): object => ({
  id,
  object: 'model',
  owned_by: 'llamacpp',
  created: 1_764_000_000,
  status,
});

const MODELS = [
  model('Qwen3-8B-Q4_K_M', {
    value: 'loaded',
    args: args('Qwen3-8B-Q4_K_M'),
    synapse_profile: { temperature: 0.6, top_p: 0.95 },
  }),
  model('gpt-oss-20b-mxfp4', { value: 'loading', args: args('gpt-oss-20b-mxfp4') }),
  model('Qwen2.5-Coder-7B-Instruct-Q4_K_M', { value: 'sleeping', args: args('coder') }),
  model('GLM-4.7-Flash-UD-Q4_K_XL', { value: 'unloaded' }),
  model('Mistral-Small-3.2-24B-Q4_K_M', { value: 'unloaded', failed: true, exit_code: 1 }),
  model('gemma-3-12b-it-Q4_K_M', { value: 'unloaded' }),
];

export const modelAnswers = (): Record<string, Answer> => ({
  'GET /models': answerJson({ object: 'list', data: MODELS }),
  'GET /models/queue': answerJson({
    current: { model: 'gpt-oss-20b-mxfp4', phase: 'loading', progress: 0.62, eta_ms: 8200 },
    queue: [{ model: 'gpt-oss-20b-mxfp4', waiting: 2, oldest_ms: 13_400 }],
    in_flight: [{ model: 'Qwen3-8B-Q4_K_M', count: 1 }],
    router: { max_models: 2, loaded: ['Qwen3-8B-Q4_K_M'] },
    learned: [
      { model: 'Qwen3-8B-Q4_K_M', load_ms: 9400 },
      { model: 'gpt-oss-20b-mxfp4', load_ms: 21_400 },
    ],
  }),
  'GET /models/Qwen3-8B-Q4_K_M/schema': answerJson(profileSchema('Qwen3-8B-Q4_K_M')),
  'GET /models/Qwen3-8B-Q4_K_M/profile': answerJson({
    model: 'Qwen3-8B-Q4_K_M',
    family: 'qwen',
    values: { temperature: 0.6, top_p: 0.95 },
  }),
  'PUT /models/Qwen3-8B-Q4_K_M/profile': answerJson({
    success: true,
    model: 'Qwen3-8B-Q4_K_M',
    family: 'qwen',
    values: { temperature: 0.7, top_p: 0.95 },
  }),
  'POST /models/Qwen3-8B-Q4_K_M/profile/apply': answerJson({
    success: true,
    model: 'Qwen3-8B-Q4_K_M',
    family: 'qwen',
    values: { temperature: 0.7 },
    load: { requested: true, success: true },
  }),
  'POST /models/load': answerJson({ success: true }),
  'POST /models/unload': answerJson({ success: true }),
});
