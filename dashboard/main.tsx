import './styles/main.css';
import { render } from 'preact';
import { loadSession } from './api/session.ts';
import { App } from './shell/app.tsx';
import { listenToKeys } from './shell/keys.ts';
import { followHash, returnToWanted } from './shell/route.ts';

followHash();
returnToWanted();
listenToKeys();
render(<App />, document.getElementById('app')!);
loadSession().catch(() => {
  /* Every view says itself what it cannot read. */
});
