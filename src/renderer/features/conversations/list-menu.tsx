import {
  Button,
  Menu,
  MenuDivider,
  MenuItem,
  MenuList,
  MenuPopover,
  MenuTrigger,
  useRestoreFocusTarget,
} from '@fluentui/react-components';
import { Archive20Regular } from '@fluentui/react-icons/svg/archive';
import { Delete20Regular } from '@fluentui/react-icons/svg/delete';
import { FolderAdd20Regular } from '@fluentui/react-icons/svg/folder-add';
import { MoreHorizontal20Regular } from '@fluentui/react-icons/svg/more-horizontal';
import { MultiselectLtr20Regular } from '@fluentui/react-icons/svg/multiselect-ltr';
import type { ListView } from './list-items.logic.ts';

/** What the menu of the list needs. */
export interface ListMenuProps {
  readonly onNewFolder: () => void;
  readonly onSelect: () => void;
  readonly onShow: (view: ListView) => void;
}

/** What can be done with the list as a whole. */
export function ListMenu({ onNewFolder, onSelect, onShow }: ListMenuProps) {
  const restoreFocus = useRestoreFocusTarget();
  return (
    <Menu>
      <MenuTrigger disableButtonEnhancement>
        <Button
          {...restoreFocus}
          appearance="subtle"
          icon={<MoreHorizontal20Regular />}
          aria-label="List options"
          title="List options"
        />
      </MenuTrigger>
      <MenuPopover>
        <MenuList>
          <MenuItem icon={<FolderAdd20Regular />} onClick={onNewFolder}>
            New folder…
          </MenuItem>
          <MenuItem icon={<MultiselectLtr20Regular />} onClick={onSelect}>
            Select conversations
          </MenuItem>
          <MenuDivider />
          <MenuItem icon={<Archive20Regular />} onClick={() => onShow('archive')}>
            Archived
          </MenuItem>
          <MenuItem icon={<Delete20Regular />} onClick={() => onShow('bin')}>
            Bin
          </MenuItem>
        </MenuList>
      </MenuPopover>
    </Menu>
  );
}
