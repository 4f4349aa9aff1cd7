import './styles/login.css';

/** What the server says of a login that failed, by the `reason` of the address. */
const REASONS: Readonly<Record<string, string>> = {
  wrong: 'That is not the token.',
  expired: 'The session has ended; log in again.',
  limited: 'Too many tries; wait a minute.',
};

const query = new URLSearchParams(location.search);
const text = REASONS[query.get('reason') ?? query.get('error') ?? ''];
const place = document.getElementById('reason')!;
if (text) {
  place.textContent = text;
  place.hidden = false;
}
