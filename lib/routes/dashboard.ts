import { z } from 'zod';
import { defineRoutes } from '../http/route.ts';
import * as schemas from '../schemas/dashboard.ts';

const open = {
  method: 'GET',
  tag: 'dashboard',
  replies: 'html',
  seconds: 10,
  hidden: true,
} as const;
const page = { ...open, access: 'page', quiet: true } as const;
const data = { ...open, access: 'data', replies: 'json', quiet: true } as const;

export const dashboard = defineRoutes({
  status: { ...page, path: '/dashboard', summary: 'The dashboard' },
  root: { ...page, path: '/', summary: 'The dashboard' },
  ui: { ...page, path: '/ui', summary: 'The dashboard' },
  assets: {
    ...open,
    path: '/dashboard/assets/{file+}',
    summary: 'Scripts, styles and pictures of the dashboard',
    params: schemas.AssetFile,
    quiet: true,
  },
  login: {
    ...open,
    path: '/dashboard/login',
    summary: 'The login page; with the access token in the query, the login',
    query: schemas.LoginQuery,
  },
  loginForm: {
    ...open,
    method: 'POST',
    path: '/dashboard/login',
    summary: 'Login, from a form or as JSON',
    body: schemas.LoginForm,
    formBody: true,
  },
  logout: { ...open, method: 'POST', path: '/dashboard/logout', summary: 'Logout' },
  session: {
    ...data,
    path: '/dashboard/api/session',
    summary: 'The session, and what serves it',
    response: schemas.SessionFacts,
  },
  overview: {
    ...data,
    path: '/dashboard/api/overview',
    summary: 'Requests of the last hour, by function and backend',
    query: schemas.OverviewQuery,
    response: z.looseObject({}),
  },
  requests: {
    ...data,
    path: '/dashboard/api/requests',
    summary: 'The newest finished requests, one by one',
    query: schemas.RequestsQuery,
    response: z.looseObject({}),
  },
  breakers: {
    ...data,
    method: 'POST',
    path: '/dashboard/api/breakers/{backend}',
    summary: 'Hold a breaker open or closed, or let it go',
    params: schemas.BackendName,
    body: schemas.BreakerOrder,
    response: z.looseObject({}),
    quiet: false,
  },
  terminal: {
    ...data,
    path: '/events/terminal',
    summary: 'The log lines of all functions, as they are written',
    replies: 'sse',
    query: schemas.TerminalQuery,
    seconds: 600,
  },
  docs: { ...open, path: '/docs', summary: 'The API, to read' },
  openapi: {
    ...open,
    path: '/openapi.json',
    summary: 'The API as an OpenAPI 3.1 document',
    replies: 'json',
    response: z.looseObject({}),
  },
  backendRoutes: {
    ...open,
    path: '/api/backend-routes',
    summary: 'Routes by the backend that serves them',
    replies: 'json',
    response: z.looseObject({}),
  },
});
