/** The mark and the name. */
export const Brand = ({ href = '#/overview' }: { readonly href?: string }) => (
  <a class="brand" href={href}>
    <svg viewBox="0 0 24 24" aria-hidden="true">
      <g fill="none" stroke="currentColor" stroke-width="2" stroke-linecap="round">
        <path d="M1.5 12H8M16 12h6.5M17.5 5a10.5 10.5 0 0 0 0 14" />
      </g>
      <circle cx="9.5" cy="12" r="3.2" fill="currentColor" />
    </svg>
    Synapse
  </a>
);
