import { makeStyles, tokens } from '@fluentui/react-components';

/** How questions and answers look alike. */
export const useMessageStyles = makeStyles({
  root: {
    display: 'flex',
    flexDirection: 'column',
    gap: '4px',
    minWidth: 0,
    // Actions keep their place, so that nothing moves under the pointer.
    '&:not(:hover, :focus-within) [data-message-actions="quiet"]': { '@media (hover: hover)': { opacity: 0 } },
  },
  foot: {
    display: 'flex',
    flexWrap: 'wrap',
    alignItems: 'center',
    columnGap: '4px',
    minHeight: '28px',
    // The name of a model may be one long word.
    overflowWrap: 'anywhere',
    color: tokens.colorNeutralForeground3,
    fontSize: tokens.fontSizeBase200,
    lineHeight: tokens.lineHeightBase200,
  },
  actions: {
    display: 'flex',
    transitionProperty: 'opacity',
    transitionDuration: '100ms',
    '@media (prefers-reduced-motion: reduce)': { transitionDuration: '0s' },
  },
});
