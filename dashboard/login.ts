import './styles/login.css';

/** What the server says of a login that failed, in `data-login` of the page. */
const SAID: Readonly<Record<string, string>> = {
  failed: 'That is not the token.',
  limited: 'Too many tries. Wait a minute and try again.',
};

const said = SAID[document.documentElement.dataset['login'] ?? ''];
const place = document.getElementById('reason')!;
if (said) {
  place.textContent = said;
  place.hidden = false;
}
// The view that was asked for is behind the #, which a form does not carry on.
if (location.hash) sessionStorage.setItem('synapse_return', location.hash);
