import { health, isWell } from '../api/health.ts';
import { useResource } from '../api/resource.ts';
import { State } from '../ui/state.tsx';

/** One line for everything: how many backends are well. */
export function OverallState() {
  useResource(health);
  const { value } = health.data;
  if (health.fault.value) return <State tone="off">Health unknown</State>;
  if (!value) return <State tone="off">Asking …</State>;
  const all = Object.values(value.backends);
  const well = all.filter(isWell).length;
  if (all.length === 0) return <State tone="off">No backends</State>;
  return well === all.length ? (
    <State tone="ok">All {all.length} backends well</State>
  ) : (
    <State tone="bad">
      {all.length - well} of {all.length} backends down
    </State>
  );
}
