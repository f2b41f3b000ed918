import { makeStyles } from '@fluentui/react-components';
import { shortWindow } from '../ui/short-window.ts';

/** The frame of a window of conversations: the list, and beside it the shown one under its bar. */
export const useFrameStyles = makeStyles({
  root: { flexGrow: 1, minHeight: 0, display: 'flex' },
  main: { flexGrow: 1, minWidth: 0, display: 'flex', flexDirection: 'column' },
  bar: {
    display: 'flex',
    alignItems: 'center',
    gap: '4px',
    flexShrink: 0,
    height: '48px',
    boxSizing: 'border-box',
    padding: '8px 12px 8px 8px',
    [shortWindow]: { height: '40px', padding: '4px 8px' },
  },
});
