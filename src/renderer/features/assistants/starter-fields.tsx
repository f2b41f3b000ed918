import { Button, Input, makeStyles } from '@fluentui/react-components';
import { Add20Regular } from '@fluentui/react-icons/svg/add';
import { Dismiss20Regular } from '@fluentui/react-icons/svg/dismiss';
import { useRef } from 'react';
import { starterLimit } from '../../../shared/model/assistant.ts';
import type { Starter } from '../../../shared/model/conversation.ts';
import { withStarter } from './assistants.logic.ts';

const useStyles = makeStyles({
  root: { display: 'flex', flexDirection: 'column', gap: '4px' },
  row: { display: 'flex', flexWrap: 'wrap', alignItems: 'center', gap: '4px' },
  label: { flex: '1 1 8rem', minWidth: 0 },
  text: { flex: '2 1 10rem', minWidth: 0 },
  add: { alignSelf: 'flex-start' },
});

/** What the fields need. */
export interface StarterFieldsProps {
  readonly starters: readonly Starter[];
  readonly onStarters: (starters: Starter[]) => void;
}

/** The beginnings of messages that an assistant offers. */
export function StarterFields({ starters, onStarters }: StarterFieldsProps) {
  const classes = useStyles();
  const root = useRef<HTMLDivElement>(null);
  const focusLast = () => {
    // Once the row is there, or the one that had the focus is gone.
    requestAnimationFrame(() => {
      const fields = root.current?.querySelectorAll<HTMLElement>('[data-label], [data-add]') ?? [];
      (fields[fields.length - 2] ?? fields[fields.length - 1])?.focus();
    });
  };
  return (
    <div ref={root} className={classes.root}>
      {starters.map(({ label, text }, index) => (
        // oxlint-disable-next-line react/no-array-index-key -- they have nothing else that tells them apart
        <div key={index} className={classes.row}>
          <Input
            data-label
            className={classes.label}
            size="small"
            dir="auto"
            aria-label={`Button ${index + 1}`}
            placeholder="Button"
            maxLength={60}
            value={label}
            onChange={(_event, { value }) => onStarters(withStarter(starters, index, { label: value }))}
          />
          <Input
            className={classes.text}
            size="small"
            dir="auto"
            aria-label={`Message ${index + 1}`}
            placeholder="Beginning of the message"
            maxLength={4000}
            value={text}
            onChange={(_event, { value }) => onStarters(withStarter(starters, index, { text: value }))}
          />
          <Button
            appearance="subtle"
            size="small"
            icon={<Dismiss20Regular />}
            aria-label={`Remove starter ${index + 1}`}
            title="Remove"
            onClick={() => {
              onStarters(starters.filter((_starter, at) => at !== index));
              focusLast();
            }}
          />
        </div>
      ))}
      {starters.length >= starterLimit ? null : (
        <Button
          data-add
          className={classes.add}
          appearance="subtle"
          size="small"
          icon={<Add20Regular />}
          onClick={() => {
            onStarters([...starters, { label: '', text: '' }]);
            focusLast();
          }}
        >
          Add a starter
        </Button>
      )}
    </div>
  );
}
