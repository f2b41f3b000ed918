/** The product's mark: two speech bubbles that share a ground. */
export function BrandMark({ size }: { readonly size: number }) {
  return (
    <svg width={size} height={size} viewBox="0 0 48 48" fill="none" aria-hidden="true">
      <path
        d="M8 10a6 6 0 0 1 6-6h16a6 6 0 0 1 6 6v10a6 6 0 0 1-6 6H19l-7.3 6.4A1 1 0 0 1 10 31.6V25.4A6 6 0 0 1 8 20Z"
        fill="currentColor"
        opacity="0.35"
      />
      <path
        d="M40 22v10a6 6 0 0 1-2 4.47v6.13a1 1 0 0 1-1.7.75L29 38H20a6 6 0 0 1-6-6V22a6 6 0 0 1 6-6h14a6 6 0 0 1 6 6Z"
        fill="currentColor"
      />
      <circle cx="21.5" cy="27" r="2" fill="#fff" />
      <circle cx="27" cy="27" r="2" fill="#fff" />
      <circle cx="32.5" cy="27" r="2" fill="#fff" />
    </svg>
  );
}
