import { ViewHead } from '../ui/view-head.tsx';
import { ApiDocs } from './api-docs.tsx';

/** The API, to read and to try. */
export const ApiDocsView = () => (
  <>
    <ViewHead title="API">
      <a class="small" href="/docs" target="_blank" rel="noreferrer">
        As a page of its own
      </a>
      <a class="small" href="/openapi.json" target="_blank" rel="noreferrer">
        OpenAPI document
      </a>
    </ViewHead>
    <ApiDocs />
  </>
);
