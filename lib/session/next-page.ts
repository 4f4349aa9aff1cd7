const HERE = 'http://here.invalid';
const HOME = '/dashboard';
/** A longer one would not fit into an address together with what else is sent. */
const LONGEST = 2048;

/** Where to go after a login: a path of this site, or the dashboard. Never another site, whatever was asked for. */
export function nextPage(asked: string | undefined): string {
  if (
    !asked ||
    asked.length > LONGEST ||
    !/^\/(?![/\\])[\x21-\x7e]*$/.test(asked) ||
    asked.includes('\\')
  )
    return HOME;
  if (!URL.canParse(asked, HERE)) return HOME;
  const url = new URL(asked, HERE);
  if (url.origin !== HERE || url.pathname.startsWith('//')) return HOME;
  return url.pathname.startsWith('/dashboard/login') ? HOME : url.pathname + url.search;
}
