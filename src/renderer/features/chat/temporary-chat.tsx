import { makeStyles, Switch, tokens } from '@fluentui/react-components';
import { EyeOff16Regular } from '@fluentui/react-icons/svg/eye-off';
import { useCallback, useContext, useEffect, useState } from 'react';
import { AppInfoContext, useBridge } from '../../bridge.ts';

const useStyles = makeStyles({
  note: {
    display: 'flex',
    alignItems: 'center',
    justifyContent: 'center',
    flexWrap: 'wrap',
    gap: '8px',
    color: tokens.colorNeutralForeground3,
    fontSize: tokens.fontSizeBase200,
    lineHeight: tokens.lineHeightBase200,
    textAlign: 'center',
  },
});

/** What the note needs. */
export interface TemporaryChatProps {
  readonly isTemporary: boolean;
  /** The message that is being written has files, which a temporary chat does not take. */
  readonly hasFiles: boolean;
  /** Undefined where there is nothing to choose any more. */
  readonly onChange: ((isTemporary: boolean) => void) | undefined;
}

/** Says of a chat that it is temporary, and lets a person choose it while it has no message. */
export function TemporaryChat({ isTemporary, hasFiles, onChange }: TemporaryChatProps) {
  const classes = useStyles();
  if (!isTemporary && onChange === undefined) return null;
  return (
    <div className={classes.note}>
      {onChange === undefined ? (
        <EyeOff16Regular />
      ) : (
        <Switch
          label="Temporary chat"
          checked={isTemporary}
          disabled={hasFiles && !isTemporary}
          onChange={(_event, data) => onChange(data.checked)}
        />
      )}
      {isTemporary ? (
        <span>
          {onChange === undefined ? 'Temporary chat: not' : 'Not'} saved on this computer, and gone when you leave it.
          Files cannot be attached.
        </span>
      ) : hasFiles ? (
        <span>Takes no files: remove them first.</span>
      ) : null}
    </div>
  );
}

/** Whether a chat is temporary, and how that is changed; main is asked, and the switch follows what it says. */
export function useTemporaryChat(
  conversationId: string,
  { isNew, initial }: { readonly isNew: boolean; readonly initial: boolean },
): Omit<TemporaryChatProps, 'hasFiles'> {
  const { history } = useBridge();
  const { temporaryChats } = useContext(AppInfoContext);
  const isForced = isNew && temporaryChats === 'always';
  const [isTemporary, setTemporary] = useState(initial || isForced);
  const change = useCallback(
    (wanted: boolean) => {
      void history.setTemporary({ conversationId, isTemporary: wanted }).then(({ ok }) => {
        if (ok) setTemporary(wanted);
      });
    },
    [history, conversationId],
  );
  useEffect(() => {
    if (isForced) setTemporary(true);
  }, [isForced]);
  return { isTemporary, onChange: isNew && temporaryChats === 'allowed' ? change : undefined };
}
