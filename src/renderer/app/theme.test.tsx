import { FluentProvider, Popover, PopoverSurface, type Theme } from '@fluentui/react-components';
import { expect, test } from 'vitest';
import { render } from 'vitest-browser-react';
import { page } from 'vitest/browser';
import { themes } from './theme.ts';

/** Text and what it stands on in this window, by WCAG's AA for running text. */
const pairs: readonly (readonly [keyof Theme, keyof Theme])[] = [
  ['colorNeutralForegroundOnBrand', 'colorBrandBackground'],
  ['colorNeutralForegroundOnBrand', 'colorBrandBackgroundHover'],
  ['colorNeutralForegroundOnBrand', 'colorBrandBackgroundPressed'],
  ['colorBrandForegroundLink', 'colorNeutralBackground1'],
  ['colorBrandForegroundLinkHover', 'colorNeutralBackground1'],
  ['colorBrandForeground1', 'colorNeutralBackground2'],
  ['colorNeutralForeground1', 'colorBrandBackground2'],
  ['colorNeutralForeground3', 'colorNeutralBackground1'],
  ['colorNeutralForeground3', 'colorNeutralBackground2'],
  ['colorNeutralForeground2', 'colorNeutralBackground2'],
];

test.each(['light', 'dark'] as const)('the %s theme has no text that is hard to read', (scheme) => {
  const theme = themes[scheme];
  const tooLow = pairs
    .map(([text, ground]) => ({ text, ground, ratio: contrast(String(theme[text]), String(theme[ground])) }))
    .filter(({ ratio }) => ratio < 4.5);
  expect(tooLow).toEqual([]);
});

test('what opens over a dark page, where no shadow is seen, has an edge against it', async () => {
  await render(
    <FluentProvider theme={themes.dark}>
      <Popover open>
        <PopoverSurface>Over the page</PopoverSurface>
      </Popover>
    </FluentProvider>,
  );
  const { borderTopColor, borderTopWidth, backgroundColor } = getComputedStyle(
    page.getByText('Over the page').element(),
  );
  expect(borderTopWidth).toBe('1px');
  expect(backgroundColor).toBe(rgb(themes.dark.colorNeutralBackground1));
  expect(borderTopColor).toMatch(/^rgb\(/);
  expect(borderTopColor).not.toBe(backgroundColor);
});

function rgb(hex: string): string {
  const channels = [1, 3, 5].map((start) => Number.parseInt(hex.slice(start, start + 2), 16));
  return `rgb(${channels.join(', ')})`;
}

function contrast(one: string, other: string): number {
  const [light = 1, dark = 1] = [luminance(one), luminance(other)].sort((left, right) => right - left);
  return (light + 0.05) / (dark + 0.05);
}

function luminance(colour: string): number {
  const hex = colour.length === 4 ? colour.replaceAll(/[0-9a-f]/gi, '$&$&') : colour;
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((start) => {
    const value = Number.parseInt(hex.slice(start, start + 2), 16) / 255;
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}
