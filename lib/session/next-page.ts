const HERE = 'http://here.invalid';
const HOME = '/dashboard';

/** Where to go after a login: a path of this site, or the dashboard. Never another site, whatever was asked for. */
export function nextPage(asked: string | undefined): string {
  if (!asked || !/^\/(?![/\\])[\x21-\x7e]*$/.test(asked) || asked.includes('\\')) return HOME;
  if (!URL.canParse(asked, HERE)) return HOME;
  const url = new URL(asked, HERE);
  if (url.origin !== HERE || url.pathname.startsWith('//')) return HOME;
  return url.pathname.startsWith('/dashboard/login') ? HOME : url.pathname + url.search;
}
