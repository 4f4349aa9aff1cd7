import './styles/login.css';

/** What the server says of a login that failed: in the page it sends, or by the `reason` of the address. */
const REASONS: Readonly<Record<string, string>> = {
  wrong: 'That is not the token.',
  failed: 'That is not the token.',
  expired: 'The session has ended; log in again.',
  limited: 'Too many tries; wait a minute.',
};

const query = new URLSearchParams(location.search);
const text = REASONS[document.documentElement.dataset['login'] ?? query.get('reason') ?? ''];
const place = document.getElementById('reason')!;
if (text) {
  place.textContent = text;
  place.hidden = false;
}
