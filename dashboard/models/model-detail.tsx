import { useLayoutEffect } from 'preact/hooks';
import type { Model } from '../api/models.ts';
import { onEscape } from '../shell/keys.ts';
import { go, href } from '../shell/route.ts';
import { Icon } from '../ui/icon.tsx';
import { ModelStateMark } from './model-state.tsx';
import { ProfileEditor } from './profile-editor.tsx';
import { RuntimeArguments } from './runtime-arguments.tsx';

/** One model: its saved profile, how it runs, and the entry as the router tells it. */
export function ModelDetail({ model }: { readonly model: Model }) {
  useLayoutEffect(() => onEscape(() => go('models')), []);
  return (
    <section class="pane side stack" aria-labelledby="model-title">
      <header class="row spread">
        <h2 id="model-title" class="mono break">
          {model.id}
        </h2>
        <span class="row">
          <ModelStateMark model={model} />
          <a class="button" href={href('playground', 'chat', model.id)}>
            Chat
          </a>
          <a class="button icon quiet" href={href('models')} aria-label="Close" title="Close (Esc)">
            <Icon name="close" />
          </a>
        </span>
      </header>
      <dl class="facts">
        {model.owned_by && (
          <>
            <dt>Owner</dt>
            <dd>{model.owned_by}</dd>
          </>
        )}
        {model.created !== undefined && (
          <>
            <dt>Registered</dt>
            <dd>{new Date(model.created * 1000).toLocaleString('en-GB')}</dd>
          </>
        )}
        <dt>Look up</dt>
        <dd>
          <a
            href={`https://huggingface.co/models?search=${encodeURIComponent(model.id)}`}
            target="_blank"
            rel="noreferrer noopener"
          >
            on Hugging Face
          </a>
        </dd>
      </dl>
      <ProfileEditor model={model.id} />
      <RuntimeArguments args={model.status?.args ?? []} />
      <details class="disclosure">
        <summary>As the router tells it</summary>
        <pre class="code">{JSON.stringify(model, null, 2)}</pre>
      </details>
    </section>
  );
}
