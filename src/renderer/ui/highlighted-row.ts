import { tokens } from '@fluentui/react-components';

/**
 * The look of a row under the pointer, or of the chosen one. In high contrast the background of such a row is as bright as
 * the text: everything that stands in it takes the colours that belong to that background, the ring of the focus too.
 */
const onHighlight = {
  color: tokens.colorNeutralForeground1Hover,
  '--colorNeutralForeground1': 'var(--colorNeutralForeground1Hover)',
  '--colorNeutralForeground2': 'var(--colorNeutralForeground2Hover)',
  '--colorNeutralForeground3': 'var(--colorNeutralForeground3Hover)',
  '--colorStrokeFocus2': 'var(--colorNeutralForeground1Hover)',
} as const;

/** Of a row that the pointer is over or that has the focus. */
export const hoveredRow = { ...onHighlight, backgroundColor: tokens.colorSubtleBackgroundHover } as const;

/** Of the row that is chosen. */
export const chosenRow = { ...onHighlight, backgroundColor: tokens.colorNeutralBackground1Selected } as const;
