import {
  Button,
  Caption1,
  DialogActions,
  DialogBody,
  DialogContent,
  DialogTitle,
  Field,
  Input,
  makeStyles,
  Textarea,
  tokens,
} from '@fluentui/react-components';
import { type ReactNode, type SyntheticEvent, useState } from 'react';
import { libraryNameLimit, type OwnPrompt, promptTextLimit } from '../../../shared/model/prompt.ts';
import { focusOnShow } from '../../ui/focus-on-show.ts';
import { promptFault, variablesText } from './prompts.logic.ts';

const useStyles = makeStyles({
  content: { display: 'flex', flexDirection: 'column', gap: '12px', overflowWrap: 'anywhere' },
  text: { width: '100%', '& textarea': { minHeight: '30vh', maxHeight: '50vh' } },
  hint: { color: tokens.colorNeutralForeground3 },
});

/** What the editor needs. */
export interface PromptEditorProps {
  readonly prompt: OwnPrompt;
  readonly isNew: boolean;
  /** Why it could not be saved; null where nothing is wrong. */
  readonly failure: ReactNode;
  readonly onSave: (prompt: OwnPrompt) => void;
  readonly onCancel: () => void;
}

/** Writes a prompt of the person's own. */
export function PromptEditor({ prompt, isNew, failure, onSave, onCancel }: PromptEditorProps) {
  const classes = useStyles();
  const [name, setName] = useState(prompt.name);
  const [text, setText] = useState(prompt.text);
  const fault = promptFault(name, text);
  const submit = (event: SyntheticEvent) => {
    event.preventDefault();
    if (fault === undefined) onSave({ ...prompt, name: name.trim(), text });
  };
  return (
    <form onSubmit={submit}>
      <DialogBody>
        <DialogTitle>{isNew ? 'New prompt' : 'Edit prompt'}</DialogTitle>
        <DialogContent className={classes.content}>
          {failure}
          <Field label="Name" hint="Type / and its beginning to find it.">
            <Input
              ref={focusOnShow}
              dir="auto"
              maxLength={libraryNameLimit}
              value={name}
              onChange={(_event, { value }) => setName(value)}
            />
          </Field>
          <Field label="Text">
            <Textarea
              className={classes.text}
              dir="auto"
              maxLength={promptTextLimit}
              resize="vertical"
              value={text}
              onChange={(_event, { value }) => setText(value)}
            />
          </Field>
          <Caption1 className={classes.hint} role="status">
            {fault?.kind === 'wrong' ? fault.reason : variablesText(text)}
          </Caption1>
        </DialogContent>
        <DialogActions>
          <Button onClick={onCancel}>Cancel</Button>
          <Button type="submit" appearance="primary" disabledFocusable={fault !== undefined}>
            Save
          </Button>
        </DialogActions>
      </DialogBody>
    </form>
  );
}
