import { signal } from '@preact/signals';
import { Fault } from './fault.ts';
import { requestJson, type RequestOptions } from './request.ts';

export interface Session {
  readonly expires_at: string | number;
  readonly instance: string;
  readonly version: string;
  readonly feed: { readonly mode: string; readonly bus_mode: string };
}

export const session = signal<Session | undefined>(undefined);

/** Leaves for the login page; comes back to the view that was open. */
export function toLogin(): void {
  sessionStorage.setItem('synapse_return', location.hash);
  location.assign('/dashboard/login');
}

/** A call that needs the session: without one the login page opens. */
export async function withSession<T>(path: string, options: RequestOptions = {}): Promise<T> {
  try {
    return await requestJson<T>(path, options);
  } catch (thrown) {
    if (thrown instanceof Fault && thrown.status === 401) toLogin();
    throw thrown;
  }
}

export async function loadSession(): Promise<void> {
  session.value = await withSession<Session>('/dashboard/api/session');
}

export async function logOut(): Promise<void> {
  await fetch('/dashboard/logout', { method: 'POST', credentials: 'same-origin' });
  location.assign('/dashboard/login');
}
