import { makeStyles, tokens } from '@fluentui/react-components';
import { type KeyboardEvent, useId, useLayoutEffect, useRef } from 'react';
import type { SignInProgress } from '../../../shared/model/session.ts';
import { useBridge } from '../../bridge.ts';
import { signInWords } from './sign-in.logic.ts';
import { SignInWaiting } from './sign-in-waiting.tsx';

const useStyles = makeStyles({
  root: {
    position: 'fixed',
    top: '8px',
    right: '8px',
    zIndex: 1,
    display: 'flex',
    flexDirection: 'column',
    alignItems: 'center',
    gap: '12px',
    width: 'min(24rem, calc(100vw - 16px))',
    maxHeight: 'calc(100vh - 16px)',
    overflowY: 'auto',
    boxSizing: 'border-box',
    padding: '16px',
    borderRadius: tokens.borderRadiusXLarge,
    border: `1px solid ${tokens.colorNeutralStroke1}`,
    backgroundColor: tokens.colorNeutralBackground1,
    boxShadow: tokens.shadow28,
    textAlign: 'center',
    // It scrolls rather than squeezes.
    '& > *': { flexShrink: 0 },
    outlineStyle: 'none',
  },
  heading: {
    margin: 0,
    fontSize: tokens.fontSizeBase400,
    lineHeight: tokens.lineHeightBase400,
    fontWeight: tokens.fontWeightSemibold,
    textWrap: 'balance',
    overflowWrap: 'anywhere',
  },
});

/** A sign-in beside the open conversations, which stay as they are. */
export function SignInPanel({ progress }: { readonly progress: SignInProgress }) {
  const classes = useStyles();
  const headingId = useId();
  const { session } = useBridge();
  const panel = useFocusWhileShown();
  const onKeyDown = (event: KeyboardEvent<HTMLElement>) => {
    if (event.key !== 'Escape' || event.nativeEvent.isComposing) return;
    event.stopPropagation();
    void session.cancelSignIn();
  };
  return (
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions -- Escape calls off from anywhere in the panel
    <div
      ref={panel}
      role="dialog"
      aria-labelledby={headingId}
      tabIndex={-1}
      className={classes.root}
      onKeyDown={onKeyDown}
    >
      <h2 id={headingId} className={classes.heading}>
        {signInWords(progress).heading}
      </h2>
      <SignInWaiting progress={progress} />
    </div>
  );
}

/** Takes the focus while an element is there, and gives it back unless the person has put it elsewhere. */
function useFocusWhileShown() {
  const element = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => {
    const shown = element.current;
    const before = document.activeElement;
    shown?.focus();
    return () => {
      if (shown?.contains(document.activeElement) === true && before instanceof HTMLElement) before.focus();
    };
  }, []);
  return element;
}
