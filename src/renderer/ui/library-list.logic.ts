/** The items whose name or details have every word of a query, whatever the case and the accents. */
export function foundItems<Item extends { readonly name: string; readonly details: string }>(
  items: readonly Item[],
  query: string,
): readonly Item[] {
  const words = folded(query)
    .split(/\s+/)
    .filter((word) => word !== '');
  return items.filter(({ name, details }) => {
    const text = folded(`${name} ${details}`);
    return words.every((word) => text.includes(word));
  });
}

/** What a copy is called: the name, marked, and no longer than a name may be. */
export function copyName(name: string, limit: number): string {
  const mark = ' (copy)';
  // The limit may fall between the halves of a character.
  return `${name.slice(0, limit - mark.length).replace(/[\uD800-\uDBFF]$/, '')}${mark}`;
}

function folded(text: string): string {
  return text.normalize('NFKD').replaceAll(/\p{M}/gu, '').toLowerCase();
}
