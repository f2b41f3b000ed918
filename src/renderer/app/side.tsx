import { makeStyles, OverlayDrawer, tokens } from '@fluentui/react-components';
import { type ReactNode, useId, useState } from 'react';
import { listWidths } from '../../shared/model/preferences.ts';
import { useBridge, usePreferences } from '../bridge.ts';
import { ResizeHandle } from '../ui/resize-handle.tsx';

const useStyles = makeStyles({
  // However wide it was made in a large window, the conversation keeps the larger half of a small one.
  side: { maxWidth: '50%', flexShrink: 0, backgroundColor: tokens.colorNeutralBackground2, boxSizing: 'border-box' },
  // The handle is a part of the page that a screen reader finds, too; it takes no place of its own.
  region: { display: 'contents' },
  drawer: { width: 'min(280px, 85vw)', backgroundColor: tokens.colorNeutralBackground2 },
});

/** What the side of the window needs. */
export interface SideProps {
  /** Over the conversation, where there is no room beside it. */
  readonly isDrawer: boolean;
  readonly isOpen: boolean;
  readonly onClose: () => void;
  readonly children: ReactNode;
}

/** Where the conversations are listed: beside the shown one, as wide as the person has made it, or over it. */
export function Side({ isDrawer, isOpen, onClose, children }: SideProps) {
  const classes = useStyles();
  const id = useId();
  const { preferences } = useBridge();
  const { listWidth } = usePreferences().values;
  const [dragged, setDragged] = useState<number | null>(null);
  const width = dragged ?? listWidth;
  if (isDrawer) {
    return (
      <OverlayDrawer
        className={classes.drawer}
        open={isOpen}
        onOpenChange={(_event, data) => !data.open && onClose()}
        aria-label="Conversations"
      >
        {children}
      </OverlayDrawer>
    );
  }
  if (!isOpen) return null;
  return (
    <aside aria-label="Side bar" className={classes.region}>
      <div id={id} className={classes.side} style={{ width }}>
        {children}
      </div>
      <ResizeHandle
        label="Width of the conversations"
        controls={id}
        width={width}
        {...listWidths}
        onResize={setDragged}
        onResized={(wanted) => {
          setDragged(wanted);
          // What main tells then is the same, here and in the other windows.
          void preferences.change({ listWidth: wanted }).then(() => setDragged(null));
        }}
      />
    </aside>
  );
}
