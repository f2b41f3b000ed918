import {
  Button,
  makeStyles,
  Menu,
  MenuPopover,
  MenuTrigger,
  tokens,
  Toolbar,
  ToolbarButton,
  useRestoreFocusTarget,
} from '@fluentui/react-components';
import { Dismiss20Regular } from '@fluentui/react-icons/svg/dismiss';
import { Folder20Regular } from '@fluentui/react-icons/svg/folder';
import type { Conversation } from '../../../shared/model/conversation.ts';
import { actionIcons, FolderChoices, type FolderChoicesProps } from './action-items.tsx';
import { actionLabels, actionsOf, type ListAction } from './list-actions.logic.ts';
import type { ListView } from './list-items.logic.ts';

const useStyles = makeStyles({
  root: { flexShrink: 0, padding: '0 8px', borderBottom: `1px solid ${tokens.colorNeutralStroke3}` },
  line: { display: 'flex', alignItems: 'center', paddingInlineStart: '12px' },
  count: { flexGrow: 1 },
  actions: { padding: '0 4px 4px', flexWrap: 'wrap' },
});

/** What the bar needs. */
export interface SelectionBarProps extends FolderChoicesProps {
  readonly selected: readonly Conversation[];
  readonly view: ListView;
  readonly onAct: (action: ListAction) => void;
  readonly onEnd: () => void;
}

/** What can be done with the conversations that are selected. */
export function SelectionBar({ selected, view, onAct, onEnd, ...folderChoices }: SelectionBarProps) {
  const classes = useStyles();
  const restoreFocus = useRestoreFocusTarget();
  const isIdle = selected.length === 0;
  return (
    <div className={classes.root}>
      <div className={classes.line}>
        <span role="status" className={classes.count}>
          {selected.length} selected
        </span>
        <Button
          appearance="transparent"
          icon={<Dismiss20Regular />}
          aria-label="End selection"
          title="End selection"
          aria-keyshortcuts="Escape"
          onClick={onEnd}
        />
      </div>
      <Toolbar aria-label="Selected conversations" size="small" className={classes.actions}>
        {actionsOf(view, selected).map((action) => (
          <ToolbarButton
            key={action}
            {...restoreFocus}
            icon={actionIcons[action]}
            aria-label={actionLabels[action]}
            title={actionLabels[action]}
            disabledFocusable={isIdle}
            onClick={() => onAct(action)}
          />
        ))}
        {view === 'list' ? (
          <Menu>
            <MenuTrigger disableButtonEnhancement>
              <ToolbarButton
                {...restoreFocus}
                icon={<Folder20Regular />}
                aria-label="Move to…"
                title="Move to…"
                disabledFocusable={isIdle}
              />
            </MenuTrigger>
            <MenuPopover>
              <FolderChoices {...folderChoices} />
            </MenuPopover>
          </Menu>
        ) : null}
      </Toolbar>
    </div>
  );
}
