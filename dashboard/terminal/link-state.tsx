import { adviceOf } from '../api/fault.ts';
import { now } from '../ui/now.ts';
import { State } from '../ui/state.tsx';
import { link, reconnect } from './connection.ts';

/** Whether the lines are live, and what to do when they are not. */
export function LinkState() {
  const { value } = link;
  switch (value.state) {
    case 'connecting':
      return <State tone="busy">connecting</State>;
    case 'live':
      return (
        <State tone={value.mode === 'mock' ? 'warn' : 'ok'}>
          {value.mode === 'mock' ? 'demonstration, not real lines' : 'live'}
          <span class="soft mono small">
            {value.instance}
            {value.bus && ` · ${value.bus}`}
          </span>
        </State>
      );
    case 'waiting':
      return (
        <>
          <State tone="bad">
            {value.fault.status === 503 ? 'too many readers' : 'disconnected'}, again in{' '}
            {Math.max(0, Math.ceil((value.until - now.value) / 1000))} s
          </State>
          <button type="button" class="button" onClick={reconnect}>
            Now
          </button>
        </>
      );
    case 'refused':
      return (
        <>
          <State tone="bad">
            {value.fault.message} {adviceOf(value.fault)}
          </State>
          <button type="button" class="button" onClick={reconnect}>
            Try again
          </button>
        </>
      );
  }
}
