import { z } from 'zod';
import { defineRoutes } from '../http/route.ts';

const page = {
  method: 'GET',
  tag: 'dashboard',
  replies: 'html',
  seconds: 10,
  hidden: true,
} as const;

export const dashboard = defineRoutes({
  status: { ...page, path: '/dashboard', summary: 'Status page' },
  root: { ...page, path: '/', summary: 'Status page' },
  ui: { ...page, path: '/ui', summary: 'Status page' },
  docs: { ...page, path: '/docs', summary: 'The API, to read' },
  openapi: {
    ...page,
    path: '/openapi.json',
    summary: 'The API as an OpenAPI 3.1 document',
    replies: 'json',
    response: z.looseObject({}),
  },
  backendRoutes: {
    ...page,
    path: '/api/backend-routes',
    summary: 'Routes by the backend that serves them',
    replies: 'json',
    response: z.looseObject({}),
  },
});
