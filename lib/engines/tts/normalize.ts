/** Text as flite can say it: printable ASCII, newlines between paragraphs. */
export function normalizeText(text: string): string {
  return text
    .normalize('NFKD')
    .replace(/[^\x20-\x7e\n]/g, '')
    .trim();
}
