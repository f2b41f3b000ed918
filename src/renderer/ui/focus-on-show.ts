/** A ref for what is to have the focus as soon as it is there, because it takes the place of what had it. */
export function focusOnShow(element: HTMLElement | null): void {
  element?.focus();
}
