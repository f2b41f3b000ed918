import { Button, type ButtonProps } from '@fluentui/react-components';
import { CopyButton } from './copy-button.tsx';

/** What a button does: something here, opening an address outside, or filling the clipboard. */
export type ButtonAction =
  | { readonly label: string; readonly run: () => void }
  | { readonly label: string; readonly href: string }
  | { readonly label: string; readonly copy: () => string };

/** What the button of an action needs. */
export interface ActionButtonProps extends Pick<ButtonProps, 'appearance' | 'size' | 'className' | 'icon'> {
  readonly action: ButtonAction;
}

/** The button of an action, as what it does: a button, or a link. */
export function ActionButton({ action, ...button }: ActionButtonProps) {
  const { label } = action;
  if ('copy' in action) return <CopyButton {...button} label={label} isLabelShown text={action.copy} />;
  if ('href' in action) {
    return (
      <Button {...button} as="a" href={action.href} target="_blank" rel="noreferrer">
        {label}
      </Button>
    );
  }
  return (
    <Button {...button} onClick={action.run}>
      {label}
    </Button>
  );
}
