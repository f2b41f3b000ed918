/**
 * The path with its query of an address that a reply names, where it stays on the host that was asked.
 * @returns undefined where it leads elsewhere, or nowhere
 */
export function pathOnHost(link: string, origin: string): string | undefined {
  const url = URL.canParse(link) ? new URL(link) : undefined;
  // SECURITY: the next page is asked for with the person's token, so that it is looked for on the same host only.
  return url === undefined || url.origin !== new URL(origin).origin ? undefined : `${url.pathname}${url.search}`;
}
