import {
  Button,
  Dialog,
  DialogActions,
  DialogBody,
  DialogContent,
  DialogSurface,
  DialogTitle,
  Field,
  Input,
} from '@fluentui/react-components';
import { type SubmitEvent, useState } from 'react';
import { folderNameLimit } from '../../../shared/model/conversation-order.ts';
import { isBlank } from '../../../shared/model/message.ts';

/** What naming a folder needs. */
export interface FolderDialogProps {
  /** The name until now; empty for a new folder. */
  readonly name: string;
  readonly onSave: (name: string) => void;
  readonly onClose: () => void;
}

/** Asks for the name of a folder. */
export function FolderDialog({ name, onSave, onClose }: FolderDialogProps) {
  const [typed, setTyped] = useState(name);
  const isNew = name === '';
  const save = (event: SubmitEvent) => {
    event.preventDefault();
    if (isBlank(typed)) return;
    onSave(typed.trim());
    onClose();
  };
  return (
    <Dialog open onOpenChange={(_event, data) => !data.open && onClose()}>
      <DialogSurface>
        <form onSubmit={save}>
          <DialogBody>
            <DialogTitle>{isNew ? 'New folder' : 'Rename folder'}</DialogTitle>
            <DialogContent>
              <Field label="Name">
                <Input
                  input={{ dir: 'auto', maxLength: folderNameLimit }}
                  value={typed}
                  onChange={(_event, data) => setTyped(data.value)}
                />
              </Field>
            </DialogContent>
            <DialogActions>
              <Button type="submit" appearance="primary" disabledFocusable={isBlank(typed)}>
                {isNew ? 'Create' : 'Rename'}
              </Button>
              <Button onClick={onClose}>Cancel</Button>
            </DialogActions>
          </DialogBody>
        </form>
      </DialogSurface>
    </Dialog>
  );
}
