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
    // Made out of sight: what is not to be shown is never laid out.
    const made = document.createElement('span');
    try {
      render(tex, made, {
        displayMode: isDisplayed,
        throwOnError: true,
        strict: 'ignore',
        // SECURITY: no links, no pictures, no attributes of the formula's own, no size of a wall, no macro without end.
        trust: false,
        maxSize: 20,
        maxExpand: 200,
      });
      if (isFormula(made)) place.replaceChildren(...made.childNodes);
      else place.textContent = source;
    } catch {
      place.textContent = source;
    }
  }, [tex, isDisplayed, source]);
  return <span ref={root} dir="ltr" />;
}

const mathNames =
  'annotation math menclose mfrac mi mn mo mover mpadded mphantom mroot mrow ms mspace msqrt mstyle msub msubsup msup mtable mtd mtext mtr mlabeledtr munder munderover semantics';
const names: ReadonlySet<string> = new Set(['span', 'svg', 'path', 'line', 'g', ...mathNames.split(' ')]);

/** Deeper and larger ones are nobody's formulas. */
const deepest = 300;
const largest = 20_000;

/**
 * SECURITY: whatever a version of KaTeX lets through, nothing in a formula is clicked, loaded or run; and what lies in each other
 * without end is not laid out, which would end the window's process.
 */
function isFormula(made: Element): boolean {
  const depths = new Map<Element | null, number>([[made, 0]]);
  const elements = [...made.querySelectorAll('*')];
  if (elements.length > largest) return false;
  return elements.every((element) => {
    const depth = (depths.get(element.parentElement) ?? 0) + 1;
    depths.set(element, depth);
    return (
      depth < deepest &&
      names.has(element.localName) &&
      element.getAttributeNames().every((name) => !/^(?:on|id$|name$|href|xlink:|src)/i.test(name))
    );
  });
}
