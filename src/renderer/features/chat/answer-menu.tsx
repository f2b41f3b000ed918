import {
  Button,
  makeStyles,
  Menu,
  MenuItem,
  MenuList,
  MenuPopover,
  MenuTrigger,
  useRestoreFocusTarget,
} from '@fluentui/react-components';
import { ArrowSync20Regular } from '@fluentui/react-icons/svg/arrow-sync';
import { BranchFork20Regular } from '@fluentui/react-icons/svg/branch-fork';
import { Delete20Regular } from '@fluentui/react-icons/svg/delete';
import { MoreHorizontal20Regular } from '@fluentui/react-icons/svg/more-horizontal';
import type { Deployment } from '../../../shared/model/deployment.ts';

const useStyles = makeStyles({ list: { maxWidth: 'min(20rem, 90vw)', overflowWrap: 'anywhere' } });

/** What can be done with the branch of an answer. */
export interface AnswerMenuProps {
  readonly answerId: string;
  readonly isOneOfSeveral: boolean;
  /** The models that may answer anew. */
  readonly deployments: readonly Deployment[];
  readonly onRegenerate: (answerId: string, deploymentId: string) => void;
  /** Undefined where it may not be. */
  readonly onFork: ((answerId: string) => void) | undefined;
  readonly onDelete: (messageId: string) => void;
}

/** More for an answer: another model's, a conversation of its own, away with it. */
export function AnswerMenu(props: AnswerMenuProps) {
  const { answerId, isOneOfSeveral, deployments, onRegenerate, onFork, onDelete } = props;
  const classes = useStyles();
  const restoreFocus = useRestoreFocusTarget();
  if (deployments.length === 0 && onFork === undefined && !isOneOfSeveral) return null;
  return (
    <Menu>
      <MenuTrigger disableButtonEnhancement>
        <Button
          {...restoreFocus}
          data-branch-actions
          appearance="subtle"
          size="small"
          icon={<MoreHorizontal20Regular />}
          aria-label="More actions"
          title="More actions"
        />
      </MenuTrigger>
      <MenuPopover>
        <MenuList className={classes.list}>
          {deployments.length === 0 ? null : (
            <Menu>
              <MenuTrigger disableButtonEnhancement>
                <MenuItem icon={<ArrowSync20Regular />}>Regenerate with…</MenuItem>
              </MenuTrigger>
              <MenuPopover>
                <MenuList className={classes.list}>
                  {deployments.map(({ id, displayName }) => (
                    <MenuItem key={id} onClick={() => onRegenerate(answerId, id)}>
                      {displayName}
                    </MenuItem>
                  ))}
                </MenuList>
              </MenuPopover>
            </Menu>
          )}
          {onFork === undefined ? null : (
            <MenuItem icon={<BranchFork20Regular />} onClick={() => onFork(answerId)}>
              New conversation from here
            </MenuItem>
          )}
          {isOneOfSeveral ? (
            <MenuItem icon={<Delete20Regular />} onClick={() => onDelete(answerId)}>
              Delete this version
            </MenuItem>
          ) : null}
        </MenuList>
      </MenuPopover>
    </Menu>
  );
}
