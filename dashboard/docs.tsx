import './styles/main.css';
import { render } from 'preact';
import { DocsPage } from './api-docs/docs-page.tsx';
import { followHash } from './shell/route.ts';

followHash();
render(<DocsPage />, document.getElementById('app')!);
