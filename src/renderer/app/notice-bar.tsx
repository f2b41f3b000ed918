import {
  Button,
  makeStyles,
  mergeClasses,
  MessageBar,
  MessageBarActions,
  MessageBarBody,
} from '@fluentui/react-components';
import { type ReactNode, useState } from 'react';
import type { AppInfo } from '../../shared/model/session.ts';
import { useAction, useBridge } from '../bridge.ts';
import { clockTime } from '../ui/clock-time.ts';
import { shortWindow, shortWindowQuery } from '../ui/short-window.ts';
import { useMediaQuery } from '../ui/use-media-query.ts';

const useStyles = makeStyles({
  root: { flexShrink: 0, borderRadius: 0, [shortWindow]: { minHeight: '24px' } },
  text: {
    minWidth: 0,
    whiteSpace: 'normal',
    overflowWrap: 'anywhere',
    [shortWindow]: { maxHeight: '40vh', overflowY: 'auto' },
  },
  toggle: {
    display: 'block',
    width: '100%',
    padding: 0,
    border: 'none',
    background: 'none',
    color: 'inherit',
    font: 'inherit',
    textAlign: 'start',
    whiteSpace: 'normal',
    overflowWrap: 'anywhere',
    cursor: 'pointer',
  },
  line: { overflow: 'hidden', textOverflow: 'ellipsis', whiteSpace: 'nowrap' },
});

/** What stays on top of the window: the organisation's notice, and a warning where nothing protects what is kept. */
export function NoticeBar({ info }: { readonly info: Pick<AppInfo, 'notice' | 'unprotectedStorage'> }) {
  return (
    <>
      {info.notice === '' ? null : <Notice intent="info" text={info.notice} />}
      {info.unprotectedStorage ? (
        <Notice
          intent="warning"
          text="This computer has no keyring: your sign-in and your conversations are kept without protection."
        />
      ) : null}
    </>
  );
}

/** Says until when the person can go on though their access could not be checked. */
export function UncheckedBar({ until }: { readonly until: number }) {
  const { session } = useBridge();
  const [state, checkAccess] = useAction(session.checkAccess);
  return (
    <Notice
      intent="warning"
      text={`Your access could not be checked; you can go on until ${clockTime(until, Date.now())}.`}
      action={
        <Button size="small" disabledFocusable={state.kind === 'running'} onClick={checkAccess}>
          Try again
        </Button>
      }
    />
  );
}

/** Says that who has signed out only reads, and leads on. */
export function ReadingBar({ until, isSigningIn }: { readonly until: number | null; readonly isSigningIn: boolean }) {
  const { session } = useBridge();
  const [signing, signIn] = useAction(session.signIn);
  const [, close] = useAction(session.closeHistory);
  const text =
    until === null
      ? 'You are signed out: you can read and search your conversations, not write.'
      : `You are signed out: until ${clockTime(until, Date.now())} you can read and search your conversations, not write.`;
  return (
    <Notice
      intent="info"
      text={text}
      action={
        <>
          <Button
            size="small"
            appearance="primary"
            disabledFocusable={isSigningIn || signing.kind === 'running'}
            onClick={signIn}
          >
            Sign in
          </Button>
          <Button size="small" onClick={close}>
            Close
          </Button>
        </>
      }
    />
  );
}

interface NoticeProps {
  readonly intent: 'info' | 'warning';
  readonly text: string;
  readonly action?: ReactNode;
}

/** One notice; a single line that opens on a click where the window is low. */
export function Notice({ intent, text, action }: NoticeProps) {
  const classes = useStyles();
  const isShort = useMediaQuery(shortWindowQuery);
  const [isOpen, setIsOpen] = useState(false);
  return (
    <MessageBar
      intent={intent}
      layout={isShort || action !== undefined ? 'singleline' : 'multiline'}
      shape="square"
      className={classes.root}
    >
      <MessageBarBody className={classes.text} dir="auto">
        {isShort ? (
          <button
            type="button"
            className={mergeClasses(classes.toggle, !isOpen && classes.line)}
            aria-expanded={isOpen}
            onClick={() => setIsOpen(!isOpen)}
          >
            {text}
          </button>
        ) : (
          text
        )}
      </MessageBarBody>
      {action === undefined ? null : <MessageBarActions>{action}</MessageBarActions>}
    </MessageBar>
  );
}
