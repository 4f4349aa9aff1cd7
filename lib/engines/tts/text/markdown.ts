/** Text without its Markdown marks: what is emphasised, quoted, listed or linked stays, the marks go. */
export function stripMarkdown(text: string): string {
  return text
    .replace(/^[ \t]*(?:```|~~~).*$/gm, '')
    .replace(/!?\[([^\][\n]*)\]\([^()\s]*(?:\s"[^"\n]*")?\)/g, '$1')
    .replace(/^[ \t]*(?:[-*_][ \t]*){3,}$/gm, '')
    .replace(/^[ \t]*\|?[ \t:|-]*--[ \t:|-]*$/gm, '')
    .replace(/^[ \t]*\|(.*)\|[ \t]*$/gm, (_, row: string) => row.replaceAll('|', ','))
    .replace(/^[ \t]*(?:>[ \t]?)+/gm, '')
    .replace(/^[ \t]*#{1,6}[ \t]+(.*?)[ \t#]*$/gm, asSentence)
    .replace(/^[ \t]*[-*+\u2022][ \t]+(?:\[[ xX]\][ \t]+)?(.*)$/gm, asSentence)
    .replace(/\*{1,3}(?=\S)([^*\n]+)\*{1,3}/g, '$1')
    .replace(/(?<!\w)_{1,3}(?=\S)([^_\n]+)_{1,3}(?!\w)/g, '$1')
    .replace(/~~([^~\n]+)~~/g, '$1')
    .replace(/`+([^`\n]*)`+/g, '$1')
    .replace(/<\/?[a-z][^<>\n]{0,200}>/gi, ' ');
}

const asSentence = (_: string, line: string): string =>
  /[\p{L}\p{N})*_`]$/u.test(line.trimEnd()) ? `${line.trimEnd()}.` : line;

/** Lines that were only wrapped, as in a mail, joined: the sentence goes on where the next one starts small. */
export const unwrapLines = (text: string): string =>
  text.replace(/(?<=[\p{L}\d,;]) ?\n(?=\p{Ll})/gu, ' ');
