import { makeStyles, mergeClasses, tokens } from '@fluentui/react-components';
import { useEffect, useRef, useState } from 'react';
import type { AppErrorData } from '../../../shared/errors.ts';
import type { Conversation } from '../../../shared/model/conversation.ts';
import { useBridge } from '../../bridge.ts';
import { useCommand } from '../../commands.ts';
import { TitleInput } from './title-input.tsx';
import { hoveredRow } from '../../ui/highlighted-row.ts';

const useStyles = makeStyles({
  root: {
    flexGrow: 1,
    minWidth: 0,
    margin: 0,
    fontSize: tokens.fontSizeBase300,
    lineHeight: tokens.lineHeightBase300,
    textAlign: 'start',
    fontWeight: tokens.fontWeightSemibold,
  },
  text: {
    display: 'block',
    maxWidth: '100%',
    boxSizing: 'border-box',
    padding: '4px 8px',
    border: 'none',
    borderRadius: tokens.borderRadiusMedium,
    background: 'none',
    color: 'inherit',
    font: 'inherit',
    textAlign: 'start',
    overflow: 'hidden',
    textOverflow: 'ellipsis',
    whiteSpace: 'nowrap',
  },
  button: {
    cursor: 'text',
    ':hover': hoveredRow,
    ':focus-visible': { outline: `2px solid ${tokens.colorStrokeFocus2}`, outlineOffset: '-2px' },
  },
});

/** What the title needs. */
export interface ConversationTitleProps {
  /** Null where there is none yet. */
  readonly conversation: Conversation | null;
  /** Stands there meanwhile. */
  readonly placeholder: string;
  readonly onError: (error: AppErrorData | null) => void;
}

/** The title of the shown conversation, renamed in place by a click, Enter or F2. */
export function ConversationTitle({ conversation, placeholder, onError }: ConversationTitleProps) {
  const classes = useStyles();
  const { history } = useBridge();
  const [renamingId, setRenamingId] = useState<string | null>(null);
  const button = useRef<HTMLButtonElement>(null);
  const isLeftByKey = useRef(false);
  useCommand('rename', conversation === null ? undefined : () => setRenamingId(conversation.id));
  useEffect(() => {
    if (renamingId === null && isLeftByKey.current) button.current?.focus();
    isLeftByKey.current = false;
  }, [renamingId]);
  if (conversation !== null && conversation.id === renamingId) {
    const save = async (title: string) => {
      const result = await history.rename({ conversationId: conversation.id, title });
      onError(result.ok ? null : result.error);
    };
    return (
      <h1 className={classes.root} aria-label={conversation.title}>
        <TitleInput
          title={conversation.title}
          onSave={(title) => void save(title)}
          onEnd={(by) => {
            isLeftByKey.current = by === 'key';
            setRenamingId(null);
          }}
        />
      </h1>
    );
  }
  const title = conversation?.title ?? placeholder;
  return (
    <h1 className={classes.root} dir="auto" title={title}>
      {conversation === null ? (
        <span className={classes.text}>{title}</span>
      ) : (
        <button
          ref={button}
          type="button"
          className={mergeClasses(classes.text, classes.button)}
          onClick={() => setRenamingId(conversation.id)}
        >
          {title}
        </button>
      )}
    </h1>
  );
}
