import {
  Body1Strong,
  Button,
  Caption1,
  makeStyles,
  Popover,
  PopoverSurface,
  PopoverTrigger,
  Subtitle2,
  Switch,
  tokens,
} from '@fluentui/react-components';
import { Wrench20Regular } from '@fluentui/react-icons/svg/wrench';
import { useCallback, useEffect, useId, useState } from 'react';
import type { AppErrorData } from '../../../shared/errors.ts';
import type { ConversationSettings } from '../../../shared/model/conversation.ts';
import type { ConversationTools } from '../../../shared/model/tool.ts';
import { errorData, unwrap, useBridge, useErrorCard } from '../../bridge.ts';
import { allowedTools, isOn, withServer } from './tools.logic.ts';

const useStyles = makeStyles({
  trigger: { flexShrink: 0 },
  surface: {
    width: 'min(24rem, calc(100vw - 16px))',
    overflowY: 'auto',
    boxSizing: 'border-box',
    padding: '16px',
    borderRadius: tokens.borderRadiusXLarge,
    overflowWrap: 'anywhere',
  },
  title: { display: 'block', margin: '0 0 8px' },
  list: { listStyle: 'none', margin: 0, padding: 0 },
  allowed: { display: 'flex', alignItems: 'center', justifyContent: 'space-between', gap: '8px', minHeight: '36px' },
  words: { display: 'flex', flexDirection: 'column', minWidth: 0 },
  again: { flexShrink: 0 },
  hint: { color: tokens.colorNeutralForeground3 },
  wrong: { color: tokens.colorStatusDangerForeground1 },
});

/** What the tools of a conversation need. */
export interface ToolsButtonProps {
  readonly conversationId: string;
  readonly settings: ConversationSettings;
  readonly onSettings: (settings: ConversationSettings) => void;
  /** The person is done. */
  readonly onSettingsDone: () => void;
}

/** Opens the tools of a conversation: those it goes without, and those that are called without asking. Nothing where there are none. */
export function ToolsButton({ conversationId, settings, onSettings, onSettingsDone }: ToolsButtonProps) {
  const bridge = useBridge();
  const classes = useStyles();
  const card = useErrorCard();
  const [known, setKnown] = useState<ConversationTools>();
  const [error, setError] = useState<AppErrorData>();
  const surfaceId = useId();

  const load = useCallback(
    () =>
      bridge.tools
        .ofConversation({ conversationId })
        .then(unwrap)
        .then(setKnown, () => undefined),
    [bridge, conversationId],
  );
  useEffect(() => void load(), [load]);

  const askAgain = (fingerprint: string) => {
    setError(undefined);
    void bridge.tools
      .askAgain({ conversationId, fingerprint })
      .then(unwrap)
      .catch((thrown: unknown) => setError(errorData(thrown)))
      .then(load);
    // The button takes the focus along when it goes.
    document.getElementById(surfaceId)?.focus();
  };

  if (known === undefined || known.servers.length === 0) return null;
  const off = known.servers.filter(({ id }) => !isOn(settings, id));
  const name = off.length === 0 ? 'Tools' : off.length === known.servers.length ? 'Tools, all off' : 'Tools, some off';
  const allowed = allowedTools(known);
  return (
    <Popover
      trapFocus
      positioning={{ position: 'above', align: 'start', overflowBoundaryPadding: 8, autoSize: 'height' }}
      onOpenChange={(_event, { open }) => {
        if (open) void load();
        else onSettingsDone();
      }}
    >
      <PopoverTrigger disableButtonEnhancement>
        <Button
          className={classes.trigger}
          appearance="subtle"
          size="small"
          aria-label={name}
          title={name}
          icon={<Wrench20Regular />}
        />
      </PopoverTrigger>
      <PopoverSurface id={surfaceId} className={classes.surface} tabIndex={-1} aria-label="Conversation tools">
        <Subtitle2 as="h2" className={classes.title}>
          Tools of this conversation
        </Subtitle2>
        <ul className={classes.list}>
          {known.servers.map(({ id, displayName }) => (
            <li key={id}>
              <Switch
                label={displayName}
                checked={isOn(settings, id)}
                onChange={(_event, { checked }) => onSettings(withServer(settings, id, checked))}
              />
            </li>
          ))}
        </ul>
        {allowed.length === 0 ? null : (
          <>
            <Body1Strong as="h3" className={classes.title}>
              Called without asking
            </Body1Strong>
            <ul className={classes.list}>
              {allowed.map(({ fingerprint, title, where }) => (
                <li key={fingerprint} className={classes.allowed}>
                  <span className={classes.words}>
                    <span dir="auto">{title}</span>
                    <Caption1 className={classes.hint}>{where}</Caption1>
                  </span>
                  <Button
                    className={classes.again}
                    size="small"
                    aria-label={`Ask again for ${title}`}
                    onClick={() => askAgain(fingerprint)}
                  >
                    Ask again
                  </Button>
                </li>
              ))}
            </ul>
          </>
        )}
        {error === undefined ? null : (
          <Caption1 role="alert" className={classes.wrong}>
            {card(error).sentence} {card(error).action}
          </Caption1>
        )}
      </PopoverSurface>
    </Popover>
  );
}
