import { Button, type ButtonProps } from '@fluentui/react-components';
import { Checkmark20Regular } from '@fluentui/react-icons/svg/checkmark';
import { Copy20Regular } from '@fluentui/react-icons/svg/copy';
import { ErrorCircle20Regular } from '@fluentui/react-icons/svg/error-circle';
import { useEffect, useState } from 'react';

type CopyState = 'ready' | 'copied' | 'failed';

const icons: Readonly<Record<CopyState, React.ReactElement>> = {
  ready: <Copy20Regular />,
  copied: <Checkmark20Regular />,
  failed: <ErrorCircle20Regular />,
};

/** What a copy button needs. */
export interface CopyButtonProps extends Pick<ButtonProps, 'appearance' | 'size' | 'className'> {
  /** The button's accessible name; it stays the same after a click. */
  readonly label: string;
  /** Whether the label is shown beside the icon. */
  readonly isLabelShown?: boolean;
  readonly text: () => string;
}

/** Puts a text on the clipboard and says for a moment that it did. */
export function CopyButton({ label, isLabelShown = false, text, ...button }: CopyButtonProps) {
  const [state, setState] = useState<CopyState>('ready');
  useEffect(() => {
    if (state === 'ready') return undefined;
    const timer = setTimeout(() => setState('ready'), 2000);
    return () => clearTimeout(timer);
  }, [state]);
  const copy = () => {
    navigator.clipboard.writeText(text()).then(
      () => setState('copied'),
      () => setState('failed'),
    );
  };
  return (
    <Button
      {...button}
      icon={icons[state]}
      aria-label={isLabelShown ? undefined : label}
      title={isLabelShown ? undefined : label}
      data-copied={state === 'copied' || undefined}
      onClick={copy}
    >
      {isLabelShown ? label : undefined}
    </Button>
  );
}
