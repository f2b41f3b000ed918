import { PreferencesView, type Preferences, defaultPreferences } from '../../shared/model/preferences.ts';

/** The themes that there are. */
export type ThemeName = 'light' | 'dark' | 'highContrast';

/** What the system says of its look. */
export interface SystemLook {
  readonly isDark: boolean;
  /** True where the system has colours of its own that pages may not change. */
  readonly isForced: boolean;
}

/** The theme that is shown. */
export function themeOf(theme: Preferences['theme'], { isDark, isForced }: SystemLook): ThemeName {
  if (isForced || theme === 'high-contrast') return 'highContrast';
  if (theme === 'system') return isDark ? 'dark' : 'light';
  return theme;
}

/** What is shown before main has told the preferences: with the theme that main has written into the page. */
export function firstPreferences(theme: string | undefined): PreferencesView {
  const parsed = PreferencesView.shape.values.shape.theme.safeParse(theme);
  return { values: { ...defaultPreferences, theme: parsed.data ?? 'system' }, managed: [] };
}

/** The style sheet's variables that follow the preferences. */
export function cssVariables({ fontSize, density }: Preferences): Readonly<Record<string, string>> {
  const isCompact = density === 'compact';
  return {
    '--transcript-font-size': `${fontSize}px`,
    '--transcript-line-height': isCompact ? '1.45' : '1.6',
    '--transcript-gap': isCompact ? '2px' : '8px',
    '--row-height': `${rowHeight(density)}px`,
    '--composer-padding': isCompact ? '8px 8px 4px 12px' : '12px 8px 8px 16px',
  };
}

/** Height of a row of the list of conversations in CSS pixels. */
export function rowHeight(density: Preferences['density']): number {
  return density === 'compact' ? 30 : 36;
}
