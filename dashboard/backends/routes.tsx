import { backendRoutes } from './backend-routes.ts';

/** The routes a backend serves, from the real table. */
export function Routes({ name }: { readonly name: string }) {
  const groups = backendRoutes.data.value?.[name]?.groups ?? [];
  const count = groups.reduce((sum, { routes }) => sum + routes.length, 0);
  if (count === 0) return null;
  return (
    <details>
      <summary>
        {count} {count === 1 ? 'route' : 'routes'}
      </summary>
      {groups.map(({ title, routes }) => (
        <ul key={title} class="list small" aria-label={title}>
          {routes.map(({ method, path }) => (
            <li key={method + path} class="route mono">
              <span class="soft">{method}</span>
              <span class="break">{path}</span>
            </li>
          ))}
        </ul>
      ))}
    </details>
  );
}
