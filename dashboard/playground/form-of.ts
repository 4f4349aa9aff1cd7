/** A multipart form; empty fields are left out. */
export function formOf(
  files: Readonly<Record<string, File>>,
  fields: Readonly<Record<string, string>> = {},
): FormData {
  const form = new FormData();
  // Fields first: the server checks them before it reads the file.
  for (const [name, value] of Object.entries(fields)) if (value !== '') form.append(name, value);
  for (const [name, file] of Object.entries(files)) form.append(name, file, file.name);
  return form;
}

/** The same for a snippet. */
export const sampleForm = (
  files: Readonly<Record<string, File | undefined>>,
  fields: Readonly<Record<string, string>> = {},
): Record<string, string> => ({
  ...Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== '')),
  ...Object.fromEntries(
    Object.entries(files).map(([name, file]) => [name, `@${file?.name ?? 'recording.wav'}`]),
  ),
});
