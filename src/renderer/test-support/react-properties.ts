/** What React last rendered an element with: a new object after every render, changed or not. */
export function reactProperties(element: Element): unknown {
  const key = Object.keys(element).find((name) => name.startsWith('__reactProps$'));
  return key === undefined ? undefined : Reflect.get(element, key);
}
