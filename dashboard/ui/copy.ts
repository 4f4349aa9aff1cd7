import { toast } from '../shell/toast.tsx';

/**
 * Copies a text and says so, or that it cannot. A page on plain http, as in many a home network, has no clipboard to
 * write to; there it is done as browsers did it before.
 */
export async function copy(text: string, said = 'Copied.'): Promise<void> {
  const copied = await write(text).catch(() => writeByCommand(text));
  toast(copied ? said : 'The browser does not let this page copy; select the text and copy it.');
}

async function write(text: string): Promise<boolean> {
  await navigator.clipboard.writeText(text);
  return true;
}

function writeByCommand(text: string): boolean {
  const put = (event: ClipboardEvent): void => {
    event.clipboardData?.setData('text/plain', text);
    event.preventDefault();
  };
  document.addEventListener('copy', put, { once: true });
  try {
    return document.execCommand('copy');
  } finally {
    document.removeEventListener('copy', put);
  }
}
