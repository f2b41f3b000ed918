import {
  Button,
  Dialog,
  DialogActions,
  DialogBody,
  DialogContent,
  DialogSurface,
  DialogTitle,
  makeStyles,
} from '@fluentui/react-components';
import { useContext } from 'react';
import type { AccessEvidence } from '../../../shared/model/account.ts';
import { AppError, type AppErrorData } from '../../../shared/errors.ts';
import { errorCard } from '../../../shared/error-text.ts';
import type { AppInfo } from '../../../shared/model/session.ts';
import { AppInfoContext, type CardAction, messageItAction } from '../../bridge.ts';
import { ActionButton } from '../../ui/action-button.tsx';
import { CopyButton } from '../../ui/copy-button.tsx';
import { accessDetails, accessWords } from './access.logic.ts';

const useStyles = makeStyles({
  content: {
    overflowWrap: 'anywhere',
    userSelect: 'text',
    '& p': { margin: '0 0 8px' },
    '& ul': { margin: '0 0 12px' },
  },
  actions: { flexWrap: 'wrap' },
});

/** What the explanation needs. */
export interface AccessDialogProps {
  readonly evidence: AccessEvidence;
  readonly onClose: () => void;
  /** Why the person is kept out; null where they are let in and wonder about the rest. */
  readonly error: AppErrorData | null;
}

/** Explains an access that a person has or lacks: what was looked at, what was found, what would let in. */
export function AccessDialog({ evidence, onClose, error }: AccessDialogProps) {
  const classes = useStyles();
  const info = useContext(AppInfoContext);
  const { looked, found, required, wanted } = accessWords(evidence);
  return (
    <Dialog open onOpenChange={(_event, data) => !data.open && onClose()}>
      <DialogSurface>
        <DialogBody>
          <DialogTitle>Why don’t I have access?</DialogTitle>
          <DialogContent className={classes.content}>
            <p>{looked}</p>
            <p>It found:</p>
            <List items={found} />
            <p>{required}</p>
            <List items={wanted} />
            <p>Roles and groups are given by your IT department; a change counts once Parley has checked again.</p>
          </DialogContent>
          <DialogActions className={classes.actions} fluid>
            <CopyButton label="Copy details" isLabelShown text={() => accessDetails(evidence, info.version)} />
            <ActionButton action={accessMessage({ evidence, error, info })} />
            <Button appearance="primary" onClick={onClose}>
              Close
            </Button>
          </DialogActions>
        </DialogBody>
      </DialogSurface>
    </Dialog>
  );
}

function List({ items }: { readonly items: readonly string[] }) {
  if (items.length === 0) return null;
  return (
    <ul>
      {items.map((item) => (
        <li key={item}>{item}</li>
      ))}
    </ul>
  );
}

/** The message to IT about an access, with the evidence after what a help desk searches by. */
export function accessMessage({
  evidence,
  error,
  info,
}: {
  readonly evidence: AccessEvidence | null;
  readonly error: AppErrorData | null;
  readonly info: AppInfo;
}): CardAction {
  const card = errorCard(error ?? new AppError('access-denied').toData(), info.version);
  const details = [
    ...(error === null ? [] : [card.details]),
    ...(evidence === null ? [] : [accessDetails(evidence, info.version)]),
  ].join('\n');
  return messageItAction({ ...card, details }, info);
}
