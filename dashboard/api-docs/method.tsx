/** An HTTP method, coloured by what it does: read, write, delete. */
export const Method = ({ name }: { readonly name: string }) => (
  <span class={`mono method method-${name.toLowerCase()}`}>{name}</span>
);
