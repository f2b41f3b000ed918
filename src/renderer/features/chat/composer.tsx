import { Button, makeStyles, tokens } from '@fluentui/react-components';
import { ArrowUp20Filled } from '@fluentui/react-icons/svg/arrow-up';
import { Stop20Filled } from '@fluentui/react-icons/svg/stop';
import { type KeyboardEvent, memo, useCallback, useEffect, useRef, useSyncExternalStore } from 'react';
import { messageLimit } from '../../../shared/ipc/contract.ts';
import type { Deployment } from '../../../shared/model/deployment.ts';
import { composerCommand } from './chat.logic.ts';
import type { Drafts } from './drafts.ts';
import { ModelPicker } from './model-picker.tsx';

const useStyles = makeStyles({
  root: {
    display: 'flex',
    flexDirection: 'column',
    gap: '4px',
    padding: '12px 8px 8px 16px',
    borderRadius: '20px',
    border: `1px solid ${tokens.colorNeutralStroke1}`,
    backgroundColor: tokens.colorNeutralBackground1,
    boxShadow: tokens.shadow4,
    cursor: 'text',
    transitionProperty: 'border-color, box-shadow',
    transitionDuration: '120ms',
    ':hover': { border: `1px solid ${tokens.colorNeutralStroke1Hover}` },
    ':focus-within': { border: `1px solid ${tokens.colorCompoundBrandStroke}`, boxShadow: tokens.shadow8 },
    '@media (forced-colors: active)': { ':focus-within': { outline: '2px solid Highlight' } },
    '@media (prefers-reduced-motion: reduce)': { transitionDuration: '0s' },
  },
  text: {
    fieldSizing: 'content',
    width: '100%',
    minHeight: '24px',
    maxHeight: '40vh',
    padding: 0,
    border: 'none',
    outlineStyle: 'none',
    resize: 'none',
    background: 'none',
    color: tokens.colorNeutralForeground1,
    font: 'inherit',
    fontSize: '15px',
    lineHeight: '24px',
    overflowWrap: 'anywhere',
    '::placeholder': { color: tokens.colorNeutralForeground3, opacity: 1 },
  },
  row: { display: 'flex', alignItems: 'center', gap: '8px', minWidth: 0 },
  space: { flexGrow: 1 },
  warning: { color: tokens.colorStatusDangerForeground1, fontSize: tokens.fontSizeBase200 },
  run: { minWidth: '36px', width: '36px', height: '36px', flexShrink: 0 },
});

/** What the composer needs; all of it stays the same while an answer streams, so that it is not rendered again. */
export interface ComposerProps {
  readonly conversationId: string;
  readonly drafts: Drafts;
  readonly isRunning: boolean;
  readonly deployments: readonly Deployment[];
  readonly deployment: Deployment | undefined;
  readonly onDeployment: (deploymentId: string) => void;
  readonly onSend: (text: string) => void;
  readonly onStop: () => void;
}

/** Where a message is written, sent and stopped. */
export const Composer = memo(function Composer(props: ComposerProps) {
  const { conversationId, drafts, isRunning, deployments, deployment, onDeployment, onSend, onStop } = props;
  const classes = useStyles();
  const text = useRef<HTMLTextAreaElement>(null);
  const draft = useSyncExternalStore(
    drafts.subscribe,
    useCallback(() => drafts.get(conversationId), [drafts, conversationId]),
  );
  const isTooLong = draft.trim().length > messageLimit;
  const canSend = !isRunning && deployment !== undefined && draft.trim() !== '' && !isTooLong;

  useEffect(() => {
    const field = text.current;
    field?.focus();
    field?.setSelectionRange(field.value.length, field.value.length);
  }, []);

  const run = () => {
    if (isRunning) onStop();
    else if (canSend) onSend(draft.trim());
    text.current?.focus();
  };
  const onKeyDown = (event: KeyboardEvent<HTMLTextAreaElement>) => {
    if (composerCommand(event.nativeEvent) !== 'send') return;
    event.preventDefault();
    if (canSend) onSend(draft.trim());
  };

  return (
    <div
      className={classes.root}
      onPointerDown={(event) => {
        if (event.target !== event.currentTarget) return;
        event.preventDefault();
        text.current?.focus();
      }}
    >
      <textarea
        ref={text}
        className={classes.text}
        aria-label="Message"
        placeholder="Write a message"
        rows={1}
        spellCheck
        value={draft}
        onChange={(event) => drafts.set(conversationId, event.target.value)}
        onKeyDown={onKeyDown}
      />
      <div className={classes.row}>
        <ModelPicker deployments={deployments} deployment={deployment} onDeployment={onDeployment} />
        <div className={classes.space} />
        {isTooLong ? (
          <span role="status" className={classes.warning}>
            Too long to send: {draft.trim().length.toLocaleString('en')} of {messageLimit.toLocaleString('en')}{' '}
            characters
          </span>
        ) : null}
        <Button
          className={classes.run}
          appearance="primary"
          shape="circular"
          icon={isRunning ? <Stop20Filled /> : <ArrowUp20Filled />}
          aria-label={isRunning ? 'Stop' : 'Send'}
          title={isRunning ? 'Stop (Escape)' : 'Send (Enter)'}
          disabledFocusable={!isRunning && !canSend}
          onClick={run}
        />
      </div>
    </div>
  );
});
