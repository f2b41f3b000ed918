import { render } from 'katex';
import 'katex/dist/katex.min.css';
import { useLayoutEffect, useRef } from 'react';
import type { MathViewProps } from './math-view.tsx';

/** A formula as KaTeX sets it; its source where KaTeX cannot, or would make more of it than a picture of a formula. */
export default function Formula({ tex, isDisplayed, source }: MathViewProps) {
  const root = useRef<HTMLSpanElement>(null);
  useLayoutEffect(() => {
    const place = root.current;
    if (place === null) return;
    try {
      render(tex, place, {
        displayMode: isDisplayed,
        throwOnError: true,
        strict: 'ignore',
        // SECURITY: no links, no pictures, no attributes of the formula's own, no size of a wall, no macro without end.
        trust: false,
        maxSize: 20,
        maxExpand: 200,
      });
    } catch {
      place.textContent = source;
    }
    if (!isFormula(place)) place.textContent = source;
  }, [tex, isDisplayed, source]);
  return <span ref={root} dir="ltr" />;
}

const mathNames =
  'annotation math menclose mfrac mi mn mo mover mpadded mphantom mroot mrow ms mspace msqrt mstyle msub msubsup msup mtable mtd mtext mtr mlabeledtr munder munderover semantics';
const names: ReadonlySet<string> = new Set(['span', 'svg', 'path', 'line', 'g', ...mathNames.split(' ')]);

/** SECURITY: whatever a version of KaTeX lets through, nothing in a formula is clicked, loaded or run. */
function isFormula(place: Element): boolean {
  return [...place.querySelectorAll('*')].every(
    (element) =>
      names.has(element.localName) &&
      element.getAttributeNames().every((name) => !/^(?:on|id$|name$|href|xlink:|src)/i.test(name)),
  );
}
