import {
  type BrandVariants,
  createDarkTheme,
  createLightTheme,
  teamsHighContrastTheme,
  type Theme,
} from '@fluentui/react-components';

/** Parley's own colour: a calm teal in 16 steps of even lightness (OKLCH, hue 190). */
const brand: BrandVariants = {
  10: '#001514',
  20: '#002220',
  30: '#002e2b',
  40: '#003a37',
  50: '#004744',
  60: '#005450',
  70: '#00615d',
  80: '#096f6b',
  90: '#20807b',
  100: '#418f8a',
  110: '#5da09b',
  120: '#76b0ab',
  130: '#8ec0bc',
  140: '#a5d0cc',
  150: '#bde0dd',
  160: '#d5f0ee',
};

const shared = {
  fontFamilyBase:
    '"Segoe UI Variable Text", "Segoe UI", -apple-system, BlinkMacSystemFont, "SF Pro Text", Ubuntu, Cantarell, "Noto Sans", "Helvetica Neue", Arial, sans-serif',
  fontFamilyMonospace:
    '"Cascadia Mono", Consolas, ui-monospace, "SF Mono", Menlo, "Ubuntu Mono", "DejaVu Sans Mono", monospace',
} as const;

/** The themes by their names. */
export const themes: Readonly<Record<'light' | 'dark' | 'highContrast', Theme>> = {
  light: {
    ...createLightTheme(brand),
    ...shared,
    colorBrandBackground2: '#e6f4f2',
  },
  dark: {
    ...createDarkTheme(brand),
    ...shared,
    // One step up from Fluent's choice, which keeps AA on the dark backgrounds only for its own blue.
    colorBrandForeground1: brand[120],
    colorBrandForegroundLink: brand[120],
    colorBrandForegroundLinkHover: brand[130],
    colorBrandForegroundLinkPressed: brand[110],
    colorCompoundBrandForeground1: brand[120],
    colorCompoundBrandForeground1Hover: brand[130],
    colorCompoundBrandForeground1Pressed: brand[110],
    colorBrandBackground2: '#17403d',
    // What opens over the page has the page's own colour, and no shadow is seen on a dark one: it gets an edge.
    colorTransparentStroke: '#525252',
  },
  highContrast: { ...teamsHighContrastTheme, ...shared },
};
