import { href } from '../shell/route.ts';
import { Method } from './method.tsx';
import type { Operation } from './openapi.ts';

interface OperationListProps {
  readonly list: readonly Operation[];
  readonly open: string;
}

/** The list is longer than the screen. */
function showCurrent(list: HTMLElement | null): void {
  list?.querySelector('[aria-current]')?.scrollIntoView({ block: 'nearest' });
}

/** Operations by tag. */
export const OperationList = ({ list, open }: OperationListProps) => (
  <nav aria-label="Operations" ref={showCurrent}>
    {[...new Set(list.map(({ tag }) => tag))].map((tag) => (
      <section key={tag} class="api-tag" aria-label={tag}>
        <h2 class="small soft">{tag}</h2>
        <ul>
          {list
            .filter((operation) => operation.tag === tag)
            .map(({ id, method, path, summary }) => (
              <li key={id}>
                <a
                  href={href('api-docs', id)}
                  title={summary}
                  {...(id === open && { 'aria-current': 'page' })}
                >
                  <Method name={method} />
                  <span class="mono clip">{path}</span>
                </a>
              </li>
            ))}
        </ul>
      </section>
    ))}
  </nav>
);
