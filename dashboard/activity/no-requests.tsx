import { href } from '../shell/route.ts';
import { CopyText } from '../ui/copy-text.tsx';
import { count } from '../ui/format.ts';
import { activityHref } from './filters.ts';

const example = (): string =>
  `curl ${location.origin}/v1/chat/completions -H 'content-type: application/json' -d '{"messages":[{"role":"user","content":"Hello"}]}'`;

/** What would be here, and how to get it here. */
export const NoRequests = ({ kept }: { readonly kept: number }) =>
  kept > 0 ? (
    <p class="empty">
      <strong>None of the {count(kept)} newest requests is like that.</strong>{' '}
      <a href={activityHref()}>Show them all</a>
    </p>
  ) : (
    <div class="empty">
      <strong>No request yet.</strong>
      <p>
        As soon as a request is over it stands here: what was asked of which model, how it went, how
        long it took and what it cost; of all functions and replicas, without what was in it, and
        without what these pages ask for themselves. <a href={href('playground')}>Try something</a>,
        or send one:
      </p>
      <div class="row nowrap-row activity-example">
        <pre class="code wrap">{example()}</pre>
        <CopyText text={example()} label="Copy the command" />
      </div>
    </div>
  );
