import {
  Button,
  type ButtonProps,
  Menu,
  MenuItem,
  MenuList,
  MenuPopover,
  MenuTrigger,
} from '@fluentui/react-components';
import { useContext } from 'react';
import { AppInfoContext, useBridge } from '../../bridge.ts';

/** What signing in with another account needs. */
export interface TenantMenuProps extends Pick<ButtonProps, 'appearance' | 'className' | 'icon'> {
  readonly label: string;
  /** Called once the person has chosen. */
  readonly onChosen?: () => void;
}

/** Signs in with another account; asks for the organisation where there are several. */
export function TenantMenu({ label, onChosen, ...button }: TenantMenuProps) {
  const { session } = useBridge();
  const { tenants } = useContext(AppInfoContext);
  const signIn = (tenantId: string | undefined) => {
    onChosen?.();
    void session.signIn({ tenantId });
  };
  if (tenants.length < 2) {
    return (
      <Button {...button} onClick={() => signIn(tenants[0]?.id)}>
        {label}
      </Button>
    );
  }
  return (
    <Menu>
      <MenuTrigger disableButtonEnhancement>
        <Button {...button}>{label}</Button>
      </MenuTrigger>
      <MenuPopover>
        <MenuList>
          {tenants.map(({ id, name, cloudName }) => (
            <MenuItem key={id} subText={cloudName} onClick={() => signIn(id)}>
              {name}
            </MenuItem>
          ))}
        </MenuList>
      </MenuPopover>
    </Menu>
  );
}
