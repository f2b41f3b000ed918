import { Button, makeStyles, tokens } from '@fluentui/react-components';
import { ArrowUp20Filled } from '@fluentui/react-icons/svg/arrow-up';
import { Key20Regular } from '@fluentui/react-icons/svg/key';
import { Stop20Filled } from '@fluentui/react-icons/svg/stop';
import { type KeyboardEvent, memo, useCallback, useEffect, useRef, useSyncExternalStore } from 'react';
import { messageLimit } from '../../../shared/ipc/contract.ts';
import { assistedBy } from '../../../shared/model/assistant.ts';
import type { ConversationAssistant, ConversationSettings } from '../../../shared/model/conversation.ts';
import type { Deployment } from '../../../shared/model/deployment.ts';
import type { Prompt } from '../../../shared/model/prompt.ts';
import { useErrorCard, usePreferences } from '../../bridge.ts';
import { useCommand } from '../../commands.ts';
import { shortWindow } from '../../ui/short-window.ts';
import { AttachButton } from './attachments/attach-button.tsx';
import { pastedFiles, readyFiles, sendableText } from './attachments/attachments.logic.ts';
import { DraftFileList } from './attachments/draft-file-list.tsx';
import { DropZone } from './attachments/drop-zone.tsx';
import { useAttachments } from './attachments/use-attachments.ts';
import { withoutChosen } from './branch.logic.ts';
import { CompareButton } from './compare-button.tsx';
import { ContextMeterView } from './context-meter.tsx';
import { contextMeter, draftTokens } from './context.logic.ts';
import { composerCommand, draftState, takesKey } from './chat.logic.ts';
import type { Drafts } from './drafts.ts';
import { ModelPicker } from './model-picker.tsx';
import { ToolsButton } from './tools-button.tsx';
import { NoModelNotice } from './no-model-notice.tsx';
import { PromptForm } from './prompts/prompt-form.tsx';
import { PromptMenu } from './prompts/prompt-menu.tsx';
import { usePromptMenu } from './prompts/use-prompt-menu.ts';
import { isLongText } from './pasted-text.logic.ts';
import { SettingsButton } from './settings-button.tsx';

const useStyles = makeStyles({
  root: {
    display: 'flex',
    flexDirection: 'column',
    gap: '4px',
    padding: 'var(--composer-padding, 12px 8px 8px 16px)',
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
    [shortWindow]: { flexFlow: 'row wrap', alignItems: 'flex-end', padding: '4px 4px 4px 12px', columnGap: '4px' },
  },
  text: {
    fieldSizing: 'content',
    width: '100%',
    [shortWindow]: {
      width: 0,
      flexGrow: 1,
      maxHeight: 'calc(40vh - 48px)',
      padding: '2px 0',
      // What is written has a line of its own where there is no room beside the buttons.
      ':not(:placeholder-shown)': { minWidth: 'min(7rem, 100%)' },
    },
    minHeight: '24px',
    maxHeight: '40vh',
    padding: 0,
    border: 'none',
    outlineStyle: 'none',
    resize: 'none',
    overflowX: 'hidden',
    background: 'none',
    color: tokens.colorNeutralForeground1,
    font: 'inherit',
    fontSize: 'var(--transcript-font-size, 15px)',
    lineHeight: 1.6,
    overflowWrap: 'anywhere',
    // The placeholder counts for the size of the field: broken into lines, it would make an empty one high.
    '::placeholder': {
      color: tokens.colorNeutralForeground3,
      opacity: 1,
      overflow: 'hidden',
      textOverflow: 'ellipsis',
      whiteSpace: 'nowrap',
    },
  },
  row: {
    display: 'flex',
    alignItems: 'center',
    gap: '8px',
    minWidth: 0,
    [shortWindow]: { gap: '4px', marginInlineStart: 'auto', maxWidth: '100%' },
  },
  space: { flexGrow: 1 },
  warning: {
    color: tokens.colorStatusDangerForeground1,
    fontSize: tokens.fontSizeBase200,
    [shortWindow]: { order: 1, width: '100%' },
  },
  notice: {
    color: tokens.colorNeutralForeground3,
    fontSize: tokens.fontSizeBase200,
    [shortWindow]: { order: 1, width: '100%' },
  },
  run: {
    minWidth: '36px',
    width: '36px',
    height: '36px',
    flexShrink: 0,
    [shortWindow]: { minWidth: '28px', width: '28px', height: '28px', padding: 0 },
  },
});

/** What the composer needs; all of it stays the same while an answer streams, so that it is not rendered again. */
export interface ComposerProps {
  readonly conversationId: string;
  readonly drafts: Drafts;
  readonly isRunning: boolean;
  /** Whether there is a network; without one a message waits. */
  readonly isOnline: boolean;
  /** Tokens that the conversation takes. */
  readonly usedTokens: number;
  readonly deployments: readonly Deployment[];
  readonly deployment: Deployment | undefined;
  readonly onDeployment: (deploymentId: string) => void;
  /** The person wants to enter, replace or remove the key of the chosen model. */
  readonly onKey: () => void;
  /** Nothing is sent before the person has chosen one of the answers. */
  readonly isChoosing: boolean;
  /** Ids of the models that answer the next message beside the chosen one. */
  readonly comparedIds: readonly string[];
  readonly onCompare: (deploymentIds: readonly string[]) => void;
  /** Up in an empty field. */
  readonly onEditLast: () => void;
  readonly onSend: (text: string) => void;
  readonly onStop: () => void;
  readonly settings: ConversationSettings;
  readonly onSettings: (settings: ConversationSettings) => void;
  readonly onSettingsDone: () => void;
  readonly prompts: readonly Prompt[];
  /** The one that the conversation is held with; null for none. */
  readonly assistant: ConversationAssistant | null;
  readonly canAttach: boolean;
}

/** Where a message is written, sent and stopped. */
export const Composer = memo(function Composer(props: ComposerProps) {
  const { conversationId, drafts, isRunning, deployments, deployment, onDeployment, onKey, onSend, onStop } = props;
  const { settings, onSettings, onSettingsDone, prompts, assistant } = props;
  const { isOnline, isChoosing, comparedIds, onCompare, onEditLast, canAttach } = props;
  const classes = useStyles();
  const text = useRef<HTMLTextAreaElement>(null);
  const draft = useSyncExternalStore(
    drafts.subscribe,
    useCallback(() => drafts.get(conversationId), [drafts, conversationId]),
  );
  const card = useErrorCard();
  const unkept = useSyncExternalStore(drafts.subscribe, drafts.keeping.failure);
  const menu = usePromptMenu({ prompts, draft, field: text });
  const state = draftState(draft);
  const attachments = useAttachments(conversationId, drafts);
  const whole = sendableText(state, attachments.files);
  const sendable = !isChoosing && deployment !== undefined ? whole : undefined;
  const meter = contextMeter(props.usedTokens, draftTokens(draft, readyFiles(attachments.files)), deployment);

  useCommand('focus-composer', () => text.current?.focus());
  useEffect(() => {
    const field = text.current;
    field?.focus();
    field?.setSelectionRange(field.value.length, field.value.length);
  }, []);

  const run = () => {
    if (isRunning) onStop();
    else if (sendable !== undefined) onSend(sendable);
    text.current?.focus();
  };
  const removeFile = (id: string) => {
    attachments.remove(id);
    // The button takes the focus along when it goes.
    text.current?.focus();
  };
  const { sendKey } = usePreferences().values;
  const insertFile = (id: string) => {
    void attachments.insert(id);
    text.current?.focus();
  };
  const onKeyDown = (event: KeyboardEvent<HTMLTextAreaElement>) => {
    if (menu.takeKey(event)) return;
    const isUp = event.key === 'ArrowUp' && !event.altKey && !event.ctrlKey && !event.metaKey;
    if (isUp && draft === '' && !isRunning && !event.nativeEvent.isComposing) {
      event.preventDefault();
      onEditLast();
    }
    if (composerCommand(event.nativeEvent, sendKey) !== 'send') return;
    event.preventDefault();
    if (sendable !== undefined) onSend(sendable);
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
      {canAttach ? <DropZone onFiles={attachments.add} /> : null}
      <DraftFileList files={attachments.files} remove={removeFile} insert={insertFile} deployment={deployment} />
      {menu.filling === null ? null : (
        <PromptForm prompt={menu.filling.prompt} onInsert={menu.insertFilled} onCancel={menu.cancelFilling} />
      )}
      {menu.matches.length === 0 ? null : <PromptMenu menu={menu} field={text} />}
      <textarea
        {...menu.fieldProps}
        ref={text}
        className={classes.text}
        aria-label="Message"
        dir="auto"
        placeholder={prompts.length === 0 ? 'Write a message' : 'Write a message, or / for a prompt'}
        rows={1}
        spellCheck
        value={draft}
        onChange={(event) => drafts.set(conversationId, event.target.value)}
        onKeyDown={onKeyDown}
        onPaste={(event) => {
          if (!canAttach) return;
          const files = pastedFiles(event.clipboardData);
          const pasted = event.clipboardData.getData('text/plain');
          if (files.length === 0 && !isLongText(pasted)) return;
          event.preventDefault();
          if (files.length > 0) attachments.add(files);
          else attachments.addText(pasted);
        }}
      />
      {state.kind === 'too-long' ? (
        <span role="status" className={classes.warning}>
          Too long to send: {state.length.toLocaleString('en')} of {messageLimit.toLocaleString('en')} characters
        </span>
      ) : null}
      {unkept === null ? null : (
        <span role="status" className={classes.notice}>
          What you write is still here, but it is not being saved. {card(unkept).sentence}
        </span>
      )}
      {deployment === undefined ? <NoModelNotice /> : null}
      {isChoosing ? (
        <span role="status" className={classes.notice}>
          Choose the answer to go on with.
        </span>
      ) : null}
      {isOnline ? null : (
        <span role="status" className={classes.notice}>
          You are offline. Messages wait until you are back.
        </span>
      )}
      {meter?.state === 'over' ? (
        <span role="status" className={classes.notice}>
          {meter.sentence}
        </span>
      ) : null}
      <div className={classes.row}>
        {canAttach ? <AttachButton onFiles={attachments.add} /> : null}
        <ModelPicker deployments={deployments} deployment={deployment} onDeployment={onDeployment} />
        {takesKey(deployment) ? (
          <Button
            appearance="subtle"
            size="small"
            icon={<Key20Regular />}
            aria-label="API key"
            title="API key"
            onClick={onKey}
          />
        ) : null}
        {deployment === undefined ? null : (
          <SettingsButton
            deployment={assistedBy(deployment, assistant)}
            assistant={assistant}
            settings={settings}
            onSettings={onSettings}
            onSettingsDone={onSettingsDone}
          />
        )}
        {deployment?.abilities.includes('tools') === true ? (
          <ToolsButton
            conversationId={conversationId}
            settings={settings}
            onSettings={onSettings}
            onSettingsDone={onSettingsDone}
          />
        ) : null}
        <CompareButton
          others={withoutChosen(deployments, deployment?.id)}
          comparedIds={comparedIds}
          onCompare={onCompare}
        />
        <div className={classes.space} />
        {meter?.state === 'near' ? <ContextMeterView {...meter} /> : null}
        {isRunning && sendable !== undefined ? (
          <Button
            className={classes.run}
            appearance="subtle"
            shape="circular"
            icon={<ArrowUp20Filled />}
            aria-label="Send"
            title="Send after this answer"
            onClick={() => {
              onSend(sendable);
              text.current?.focus();
            }}
          />
        ) : null}
        <Button
          className={classes.run}
          appearance="primary"
          shape="circular"
          icon={isRunning ? <Stop20Filled /> : <ArrowUp20Filled />}
          aria-label={isRunning ? 'Stop' : 'Send'}
          title={isRunning ? 'Stop (Escape)' : sendKey === 'enter' ? 'Send (Enter)' : 'Send (Ctrl+Enter)'}
          disabledFocusable={!isRunning && sendable === undefined}
          onClick={run}
        />
      </div>
    </div>
  );
});
