import { FluentProvider } from '@fluentui/react-components';
import { MotionBehaviourProvider } from '@fluentui/react-motion';
import { type ReactNode, useEffect, useState } from 'react';
import { PreferencesContext, useMainPreferences } from '../bridge.ts';
import { useMediaQuery } from '../ui/use-media-query.ts';
import { cssVariables, firstPreferences, themeOf } from './appearance.logic.ts';
import { themes } from './theme.ts';

/** Shows what is inside as the person wants it, and hands down the preferences. */
export function Appearance({ children }: { readonly children: ReactNode }) {
  const [first] = useState(() => firstPreferences(document.documentElement.dataset['theme']));
  const projection = useMainPreferences();
  const isKnown = projection.kind !== 'loading';
  const preferences = projection.kind === 'ready' ? projection.value : first;
  const { values } = preferences;
  const isDark = useMediaQuery('(prefers-color-scheme: dark)');
  const isForced = useMediaQuery('(forced-colors: active)');
  useEffect(() => {
    const { dataset, style } = document.documentElement;
    dataset['theme'] = values.theme;
    dataset['motion'] = values.motion;
    for (const [name, value] of Object.entries(cssVariables(values))) style.setProperty(name, value);
  }, [values]);
  return (
    <FluentProvider theme={themes[themeOf(values.theme, { isDark, isForced })]} style={{ height: '100%' }}>
      <MotionBehaviourProvider value={values.motion === 'reduced' ? 'skip' : 'default'}>
        <PreferencesContext value={preferences}>{isKnown ? children : null}</PreferencesContext>
      </MotionBehaviourProvider>
    </FluentProvider>
  );
}
