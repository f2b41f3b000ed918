import { Button, makeStyles } from '@fluentui/react-components';
import { ChevronLeft16Regular } from '@fluentui/react-icons/svg/chevron-left';
import { ChevronRight16Regular } from '@fluentui/react-icons/svg/chevron-right';
import { versionPosition } from './branch.logic.ts';

const useStyles = makeStyles({
  root: { display: 'flex', alignItems: 'center' },
  arrow: { minWidth: '24px', width: '24px', padding: 0 },
  position: { fontVariantNumeric: 'tabular-nums', whiteSpace: 'nowrap' },
});

/** What the arrows between versions need. */
export interface VersionSwitchProps {
  readonly messageId: string;
  readonly versions: readonly string[] | undefined;
  readonly onShow: (messageId: string) => void;
}

/** Goes from one version of a message to the next; nothing where there is only one. */
export function VersionSwitch({ messageId, versions, onShow }: VersionSwitchProps) {
  const classes = useStyles();
  const position = versionPosition(messageId, versions);
  if (position === undefined) return null;
  const { number, count, previousId, nextId } = position;
  const arrow = (name: string, icon: React.ReactElement, id: string | undefined) => (
    <Button
      className={classes.arrow}
      appearance="subtle"
      size="small"
      icon={icon}
      aria-label={name}
      title={name}
      disabledFocusable={id === undefined}
      onClick={() => {
        if (id !== undefined) onShow(id);
      }}
    />
  );
  return (
    <div role="group" aria-label={`Version ${number} of ${count}`} data-branch-actions className={classes.root}>
      {arrow('Previous version', <ChevronLeft16Regular />, previousId)}
      <span aria-hidden className={classes.position}>
        {number}/{count}
      </span>
      {arrow('Next version', <ChevronRight16Regular />, nextId)}
    </div>
  );
}
