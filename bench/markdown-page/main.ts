import { createElement, useState } from 'react';
import { flushSync } from 'react-dom';
import { createRoot } from 'react-dom/client';
import { longAnswer } from './answer.ts';
import { frame, renderers } from './renderers.ts';

/** What one renderer took. */
export interface Measured {
  /** Milliseconds of each step: rendering, layout, and what the renderer had put off until right after. */
  readonly steps: readonly number[];
  /** How many steps the whole answer has; more than were measured where the time was up. */
  readonly count: number;
  /** Of the text that the page shows at the end. */
  readonly shown: number;
}

/** What the page is asked. */
export interface Asked {
  readonly name: string;
  readonly length: number;
  readonly step: number;
  readonly limitMilliseconds: number;
}

async function measure({ name, length, step, limitMilliseconds }: Asked): Promise<Measured> {
  const place = document.getElementById('root');
  const render = renderers[name];
  if (place === null || render === undefined) throw new Error(`There is no renderer ${name}.`);
  let show = (_text: string, _isGrowing: boolean): void => undefined;
  // Only the text changes from step to step, as in a window, which does not render its frame again for a word.
  function Growing() {
    const [{ shown, isGrowing }, setState] = useState({ shown: '', isGrowing: true });
    // oxlint-disable-next-line react/globals -- the one way in which this page is told what to show
    show = (next, isMore) => flushSync(() => setState({ shown: next, isGrowing: isMore }));
    return render?.(shown, isGrowing);
  }
  flushSync(() => createRoot(place).render(frame(createElement(Growing))));
  const text = longAnswer(length);
  const count = Math.ceil(length / step);
  const steps: number[] = [];
  const begun = performance.now();
  for (let index = 1; index <= count && performance.now() - begun < limitMilliseconds; index += 1) {
    const started = performance.now();
    show(text.slice(0, index * step), index < count);
    void place.offsetHeight;
    await nextTask();
    void place.offsetHeight;
    steps.push(performance.now() - started);
  }
  await new Promise((resolve) => setTimeout(resolve, 500));
  return { steps, count, shown: place.innerText.length };
}

/** The tasks that are due are done by then; no frame is waited for. */
function nextTask(): Promise<void> {
  return new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel();
    port1.addEventListener('message', () => resolve(), { once: true });
    port1.start();
    port2.postMessage(null);
  });
}

Object.assign(window, { measure });
