import {
  Button,
  makeStyles,
  Menu,
  MenuDivider,
  MenuGroup,
  MenuGroupHeader,
  MenuItem,
  MenuList,
  MenuPopover,
  MenuTrigger,
  useRestoreFocusTarget,
} from '@fluentui/react-components';
import { Bot20Regular } from '@fluentui/react-icons/svg/bot';
import { ChevronDown20Regular } from '@fluentui/react-icons/svg/chevron-down';
import { Library20Regular } from '@fluentui/react-icons/svg/library';
import { TextQuote20Regular } from '@fluentui/react-icons/svg/text-quote';
import type { Assistant } from '../../../shared/model/assistant.ts';

const useStyles = makeStyles({
  trigger: { flexShrink: 0 },
  popover: { maxWidth: 'min(20rem, calc(100vw - 16px))', overflowY: 'auto' },
  name: {
    display: 'block',
    maxWidth: 'min(14rem, 60vw)',
    overflow: 'hidden',
    textOverflow: 'ellipsis',
    whiteSpace: 'nowrap',
  },
});

/** What the menu needs. */
export interface NewChatMenuProps {
  readonly assistants: readonly Assistant[];
  readonly onCreate: (assistantId: string) => void;
  readonly onManage: (what: 'assistants' | 'prompts') => void;
}

/** Beside "New chat": begins one with an assistant, and leads to the libraries. */
export function NewChatMenu({ assistants, onCreate, onManage }: NewChatMenuProps) {
  const classes = useStyles();
  const restoreFocus = useRestoreFocusTarget();
  return (
    <Menu positioning={{ position: 'below', align: 'start', autoSize: 'height', overflowBoundaryPadding: 8 }}>
      <MenuTrigger disableButtonEnhancement>
        <Button
          {...restoreFocus}
          className={classes.trigger}
          appearance="subtle"
          icon={<ChevronDown20Regular />}
          aria-label="Assistants and prompts"
          title="Assistants and prompts"
        />
      </MenuTrigger>
      <MenuPopover className={classes.popover}>
        <MenuList>
          {assistants.length === 0 ? null : (
            <>
              <MenuGroup>
                <MenuGroupHeader>Begin a chat with</MenuGroupHeader>
                {assistants.map(({ id, name }) => (
                  <MenuItem key={id} icon={<Bot20Regular />} onClick={() => onCreate(id)}>
                    <bdi className={classes.name}>{name}</bdi>
                  </MenuItem>
                ))}
              </MenuGroup>
              <MenuDivider />
            </>
          )}
          <MenuItem icon={<Library20Regular />} onClick={() => onManage('assistants')}>
            Assistants…
          </MenuItem>
          <MenuItem icon={<TextQuote20Regular />} onClick={() => onManage('prompts')}>
            Prompts…
          </MenuItem>
        </MenuList>
      </MenuPopover>
    </Menu>
  );
}
