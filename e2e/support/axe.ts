import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Page } from '@playwright/test';
import type axe from 'axe-core';
import type { ParleyBridge } from '../../src/shared/ipc/contract.ts';

const source = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** The themes that a person can choose, apart from the system's. */
export const themes = ['light', 'dark', 'high-contrast'] as const;
/** One of them. */
export type ThemeChoice = (typeof themes)[number];

/** Has the window shown in a theme, as the settings do. */
export async function showTheme(page: Page, theme: ThemeChoice): Promise<void> {
  await page.evaluate(
    (wanted) => (window as unknown as { readonly parley: ParleyBridge }).parley.preferences.change({ theme: wanted }),
    theme,
  );
  await page.waitForFunction((wanted) => document.documentElement.dataset['theme'] === wanted, theme);
  // What changes its colour over time has done so.
  await page.evaluate(() => Promise.all(document.getAnimations().map((each) => each.finished.catch(() => undefined))));
}

/**
 * What axe finds on the page as it is: everything in light, and in further themes contrast, which alone differs. Each line
 * names the theme, the rule and the element.
 */
export async function faultsOf(page: Page, further: readonly ThemeChoice[]): Promise<readonly string[]> {
  const found: string[] = [];
  for (const theme of ['light', ...further] as const) {
    await showTheme(page, theme);
    const options = theme === 'light' ? {} : contrastAlone;
    found.push(...(await violations(page, options)).map((line) => `${theme}: ${line}`));
  }
  return found;
}

const contrastAlone = { runOnly: { type: 'rule', values: ['color-contrast'] } } as const;

async function violations(page: Page, options: object): Promise<readonly string[]> {
  // Evaluated by the debugger, which no content security policy binds, once a page.
  if (!(await page.evaluate(() => 'axe' in window))) await page.evaluate(source);
  return page.evaluate(async (given) => {
    const { axe: engine } = window as unknown as { readonly axe: typeof axe };
    // What is not the window's to decide: stops of Fluent's that pass the focus on, and pages in a preview.
    const context = { exclude: ['[data-tabster-dummy]'] };
    const result = await engine.run(context, {
      ...given,
      elementRef: true,
      iframes: false,
      resultTypes: ['violations'],
    });
    const accepted: Readonly<Record<string, string>> = {
      // A menu lies over the page, and is not a part of it that somebody would look for.
      region: '[role="menu"], [role="listbox"], .fui-MenuPopover',
      // An answer has the headings that its author has given it.
      'heading-order': '[role="log"] article',
    };
    return result.violations.flatMap(({ id, nodes }) =>
      nodes
        .filter(({ element }) => accepted[id] === undefined || element?.closest(accepted[id]) === null)
        .map(({ html, any, target }) => `${id}: ${any[0]?.message ?? ''} ${target.join(' ')} ${html.slice(0, 200)}`),
    );
  }, options);
}
