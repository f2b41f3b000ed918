import { Button, Field, makeStyles, Textarea, tokens } from '@fluentui/react-components';
import { type KeyboardEvent, type SyntheticEvent, useEffect, useRef, useState } from 'react';
import { type Prompt, promptVariables } from '../../../../shared/model/prompt.ts';
import { composerCommand } from '../chat.logic.ts';

const useStyles = makeStyles({
  root: {
    display: 'flex',
    flexDirection: 'column',
    gap: '8px',
    margin: '0 8px 8px 0',
    padding: '0 0 12px',
    borderBottom: `1px solid ${tokens.colorNeutralStroke2}`,
  },
  fields: {
    display: 'flex',
    flexDirection: 'column',
    gap: '8px',
    maxHeight: '32vh',
    overflowY: 'auto',
    padding: '2px',
  },
  title: {
    margin: 0,
    fontSize: tokens.fontSizeBase300,
    fontWeight: tokens.fontWeightSemibold,
    overflowWrap: 'anywhere',
  },
  text: { width: '100%', '& textarea': { fieldSizing: 'content', minHeight: '32px', maxHeight: '8rem' } },
  actions: { display: 'flex', justifyContent: 'flex-end', gap: '8px' },
});

/** What filling in a prompt needs. */
export interface PromptFormProps {
  readonly prompt: Prompt;
  readonly onInsert: (values: ReadonlyMap<string, string>) => void;
  readonly onCancel: () => void;
}

/** Asks for the variables of a prompt: Tab goes from field to field, Enter inserts, Escape goes back to the message. */
export function PromptForm({ prompt, onInsert, onCancel }: PromptFormProps) {
  const classes = useStyles();
  const form = useRef<HTMLFormElement>(null);
  const variables = promptVariables(prompt.text);
  const [values, setValues] = useState<ReadonlyMap<string, string>>(
    () => new Map(variables.map(({ name, usual }) => [name, usual])),
  );
  useEffect(() => {
    form.current?.querySelector('textarea')?.select();
  }, []);

  const submit = (event: SyntheticEvent) => {
    event.preventDefault();
    onInsert(values);
  };
  const onKeyDown = (event: KeyboardEvent<HTMLElement>) => {
    const command = composerCommand(event.nativeEvent);
    if (command === 'stop') {
      event.preventDefault();
      onCancel();
    } else if (command === 'send' && event.target instanceof HTMLTextAreaElement) submit(event);
  };
  return (
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions -- the keys belong to the fields inside
    <form ref={form} className={classes.root} aria-label="Fill in the prompt" onSubmit={submit} onKeyDown={onKeyDown}>
      <h3 className={classes.title}>
        <bdi>{prompt.name}</bdi>
      </h3>
      <div className={classes.fields}>
        {variables.map(({ name }) => (
          <Field key={name} label={<bdi>{name}</bdi>} size="small">
            <Textarea
              className={classes.text}
              rows={1}
              dir="auto"
              resize="none"
              value={values.get(name) ?? ''}
              onChange={(_event, { value }) => setValues((before) => new Map(before).set(name, value))}
            />
          </Field>
        ))}
      </div>
      <div className={classes.actions}>
        <Button size="small" onClick={onCancel}>
          Cancel
        </Button>
        <Button size="small" type="submit" appearance="primary">
          Insert
        </Button>
      </div>
    </form>
  );
}
