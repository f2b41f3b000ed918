import { makeStyles, MessageBar, MessageBarBody } from '@fluentui/react-components';
import type { AppInfo } from '../../shared/model/session.ts';

const useStyles = makeStyles({ root: { flexShrink: 0, borderRadius: 0 } });

/** What stays on top of the window: the organisation's notice, and a warning where nothing protects what is kept. */
export function NoticeBar({ info }: { readonly info: Pick<AppInfo, 'notice' | 'unprotectedStorage'> }) {
  const classes = useStyles();
  return (
    <>
      {info.notice === '' ? null : (
        <MessageBar intent="info" layout="multiline" shape="square" className={classes.root}>
          <MessageBarBody>{info.notice}</MessageBarBody>
        </MessageBar>
      )}
      {info.unprotectedStorage ? (
        <MessageBar intent="warning" layout="multiline" shape="square" className={classes.root}>
          <MessageBarBody>
            This computer has no keyring: your sign-in and your conversations are kept without protection.
          </MessageBarBody>
        </MessageBar>
      ) : null}
    </>
  );
}
