import type { FunctionComponent } from 'preact';
import { useEffect, useState } from 'preact/hooks';

/** A component whose code is fetched when it is first shown. */
export function lazy(load: () => Promise<FunctionComponent>): FunctionComponent {
  let loaded: FunctionComponent | undefined;
  return function Lazy() {
    const [Shown, show] = useState<FunctionComponent | undefined>(() => loaded);
    const [failed, fail] = useState(false);
    useEffect(() => {
      if (loaded) return;
      load().then(
        (component) => {
          loaded = component;
          show(() => component);
        },
        () => fail(true),
      );
    }, []);
    if (failed)
      return (
        <div class="note bad" role="alert">
          <p>
            <strong>This view cannot be loaded: Synapse does not answer, or was updated.</strong>
          </p>
          {/* A browser does not fetch a module again that it could not fetch once. */}
          <button type="button" class="button" onClick={() => location.reload()}>
            Reload the page
          </button>
        </div>
      );
    return Shown ? <Shown /> : <p class="soft">Loading …</p>;
  };
}
