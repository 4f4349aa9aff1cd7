import { Toasts } from '../shell/toast.tsx';
import { Brand } from '../ui/brand.tsx';
import { ApiDocs } from './api-docs.tsx';

/** `/docs`: the API without the dashboard around it; needs no login. */
export const DocsPage = () => (
  <>
    <main class="view docs-page">
      <header class="view-head">
        <Brand href="/dashboard" />
        <h1>API</h1>
        <div class="tools">
          <a class="small" href="/openapi.json">
            OpenAPI document
          </a>
        </div>
      </header>
      <ApiDocs />
    </main>
    <Toasts />
  </>
);
