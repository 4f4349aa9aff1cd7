import type { ApiError } from '../../errors.ts';
import type { RouterModel } from '../router-port.ts';
import type { PeerNews } from './state.ts';

/** What can happen to a scheduler. */
export type Event =
  | {
      readonly type: 'arrive';
      readonly id: number;
      readonly kind: 'use' | 'unload';
      readonly model: string;
      readonly ctxSize: number | null;
    }
  /** The client of a waiter is gone. */
  | { readonly type: 'leave'; readonly id: number }
  | { readonly type: 'release'; readonly model: string }
  /** The router no longer has a model the view calls loaded. */
  | { readonly type: 'missed'; readonly model: string }
  | { readonly type: 'listed'; readonly models: readonly RouterModel[] }
  | { readonly type: 'listFailed'; readonly error: ApiError }
  /** The lease is ours: no other replica changes the router. */
  | { readonly type: 'held' }
  | { readonly type: 'lost' }
  /** No other replica uses the closed model any more. */
  | { readonly type: 'closed' }
  | { readonly type: 'ordered' }
  | { readonly type: 'orderFailed'; readonly error: ApiError }
  | { readonly type: 'progress'; readonly model: string; readonly value: number | null }
  | { readonly type: 'peers'; readonly news: PeerNews }
  /** A served request found its model closed by another replica. */
  | {
      readonly type: 'bounced';
      readonly id: number;
      readonly model: string;
      readonly since: number;
      readonly ctxSize: number | null;
    }
  | { readonly type: 'tick' };

/** What the gateway's own requests do. */
export type RequestEvent = Extract<
  Event,
  { type: 'arrive' | 'leave' | 'release' | 'missed' | 'bounced' }
>;

/** What the run loop is to do. */
export type Effect =
  | { readonly type: 'list' }
  | { readonly type: 'hold' }
  | { readonly type: 'drop' }
  | { readonly type: 'close'; readonly model: string }
  | { readonly type: 'reopen' }
  | { readonly type: 'load'; readonly model: string }
  | { readonly type: 'unload'; readonly model: string }
  /** The order under way is not waited for any more; it is then taken to have been carried out. */
  | { readonly type: 'letGo' }
  | { readonly type: 'change'; readonly ctxSize: number }
  | {
      readonly type: 'serve';
      readonly id: number;
      readonly model: string;
      readonly queueMs: number;
      readonly loadMs: number;
    }
  | { readonly type: 'refuse'; readonly id: number; readonly error: ApiError };
