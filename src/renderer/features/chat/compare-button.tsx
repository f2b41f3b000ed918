import {
  Button,
  makeStyles,
  Menu,
  MenuItemCheckbox,
  MenuList,
  MenuPopover,
  MenuTrigger,
} from '@fluentui/react-components';
import { ColumnDoubleCompare20Regular } from '@fluentui/react-icons/svg/column-double-compare';
import { comparedLimit } from '../../../shared/model/conversation.ts';
import type { Deployment } from '../../../shared/model/deployment.ts';

const useStyles = makeStyles({
  trigger: {
    flexShrink: 0,
    // There is no room for two answers either, and hardly any for one.
    '@media (max-width: 260px) and (max-height: 400px)': { display: 'none' },
  },
  list: { maxWidth: 'min(20rem, 90vw)', overflowWrap: 'anywhere' },
});

/** What comparing needs. */
export interface CompareButtonProps {
  /** The models besides the chosen one. */
  readonly others: readonly Deployment[];
  /** Ids of those that answer the next message too. */
  readonly comparedIds: readonly string[];
  readonly onCompare: (deploymentIds: readonly string[]) => void;
}

/** Chooses models that answer the next message beside the chosen one; nothing where there is no other. */
export function CompareButton({ others, comparedIds, onCompare }: CompareButtonProps) {
  const classes = useStyles();
  if (others.length === 0) return null;
  const isFull = comparedIds.length >= comparedLimit - 1;
  const name = comparedIds.length === 0 ? 'Compare with…' : `Compare with…, ${comparedIds.length} chosen`;
  return (
    <Menu
      positioning={{ position: 'above', align: 'start', autoSize: 'height' }}
      checkedValues={{ compared: [...comparedIds] }}
      onCheckedValueChange={(_event, { checkedItems }) => onCompare(checkedItems)}
    >
      <MenuTrigger disableButtonEnhancement>
        <Button
          className={classes.trigger}
          appearance={comparedIds.length === 0 ? 'subtle' : 'outline'}
          size="small"
          icon={<ColumnDoubleCompare20Regular />}
          aria-label={name}
          title={name}
        >
          {comparedIds.length === 0 ? undefined : `+${comparedIds.length}`}
        </Button>
      </MenuTrigger>
      <MenuPopover>
        <MenuList className={classes.list} aria-label="Compare with">
          {others.map(({ id, displayName }) => (
            <MenuItemCheckbox key={id} name="compared" value={id} disabled={isFull && !comparedIds.includes(id)}>
              {displayName}
            </MenuItemCheckbox>
          ))}
        </MenuList>
      </MenuPopover>
    </Menu>
  );
}
