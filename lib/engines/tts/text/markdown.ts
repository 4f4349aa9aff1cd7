/** Text without its Markdown marks: what is emphasised, quoted, listed or linked stays, the marks go. */
export function stripMarkdown(text: string): string {
  return text
    .replace(/^[ \t]*(?:```|~~~).*$/gm, '')
    .replace(/!?\[([^\][\n]*)\]\([^()\s]*(?:\s"[^"\n]*")?\)/g, '$1')
    .replace(/^[ \t]*(?:[-*_][ \t]*){3,}$/gm, '')
    .replace(/^[ \t]*\|?[ \t:|-]*--[ \t:|-]*$/gm, '')
    .replace(/^[ \t]*\|(.*)\|[ \t]*$/gm, (_, row: string) => row.replaceAll('|', ','))
    .replace(/^[ \t]*(?:>[ \t]?)+/gm, '')
    .replace(/^[ \t]*#{1,6}[ \t]+(.*?)[ \t#]*$/gm, '$1')
    .replace(/^[ \t]*[-*+\u2022][ \t]+(?:\[[ xX]\][ \t]+)?/gm, '')
    .replace(/\*{1,3}(?=\S)([^*\n]+)\*{1,3}/g, '$1')
    .replace(/(?<!\w)_{1,3}(?=\S)([^_\n]+)_{1,3}(?!\w)/g, '$1')
    .replace(/~~([^~\n]+)~~/g, '$1')
    .replace(/`+([^`\n]*)`+/g, '$1')
    .replace(/<\/?[a-z][^<>\n]{0,200}>/gi, ' ');
}
