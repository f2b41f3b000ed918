import {
  Button,
  Dialog,
  DialogActions,
  DialogBody,
  DialogContent,
  DialogSurface,
  DialogTitle,
  makeStyles,
  Spinner,
  Text,
} from '@fluentui/react-components';
import { useCallback, useEffect, useState } from 'react';
import type { HistoryStorage } from '../../../shared/model/history.ts';
import { errorData, type Projection, unwrap, useAction, useBridge, useErrorCard } from '../../bridge.ts';
import { ErrorCard } from '../../ui/error-card.tsx';
import { Facts } from '../../ui/facts.tsx';
import { focusOnShow } from '../../ui/focus-on-show.ts';
import { storageFacts } from './storage.logic.ts';

const useStyles = makeStyles({
  content: { display: 'flex', flexDirection: 'column', gap: '12px' },
  delete: { whiteSpace: 'nowrap' },
});

/** What room the history takes and how long it is kept, and the way to delete all of it. */
export function StorageDialog({ onClose }: { readonly onClose: () => void }) {
  const [isConfirming, setConfirming] = useState(false);
  return (
    <Dialog open onOpenChange={(_event, data) => !data.open && onClose()}>
      <DialogSurface>
        {isConfirming ? (
          <Confirmation onClose={onClose} />
        ) : (
          <Overview onClose={onClose} onDelete={() => setConfirming(true)} />
        )}
      </DialogSurface>
    </Dialog>
  );
}

function Overview({ onClose, onDelete }: { readonly onClose: () => void; readonly onDelete: () => void }) {
  const classes = useStyles();
  const card = useErrorCard();
  const storage = useStorage();
  const canDelete = storage.kind === 'ready' && !storage.value.isHeld;
  return (
    <DialogBody>
      <DialogTitle>History on this computer</DialogTitle>
      <DialogContent className={classes.content}>
        {storage.kind === 'loading' ? <Spinner size="tiny" label="Looking" /> : null}
        {storage.kind === 'failed' ? <ErrorCard {...card(storage.error)} /> : null}
        {storage.kind === 'ready' ? <Facts facts={storageFacts(storage.value)} /> : null}
      </DialogContent>
      <DialogActions>
        {canDelete ? (
          <Button className={classes.delete} onClick={onDelete}>
            Delete all conversations
          </Button>
        ) : null}
        <Button appearance="primary" onClick={onClose}>
          Close
        </Button>
      </DialogActions>
    </DialogBody>
  );
}

function Confirmation({ onClose }: { readonly onClose: () => void }) {
  const classes = useStyles();
  const card = useErrorCard();
  const { history } = useBridge();
  const [state, deleteAll] = useAction(
    useCallback(async () => {
      const result = await history.deleteAll();
      if (result.ok) onClose();
      return result;
    }, [history, onClose]),
  );
  return (
    <DialogBody>
      <DialogTitle>Delete all conversations of this account?</DialogTitle>
      <DialogContent className={classes.content}>
        <Text>
          Every conversation is deleted from this computer, and the backups with them. You stay signed in. This cannot
          be undone.
        </Text>
        {state.kind === 'failed' ? <ErrorCard {...card(state.error)} /> : null}
      </DialogContent>
      <DialogActions>
        <Button disabledFocusable={state.kind === 'running'} onClick={deleteAll}>
          Delete all
        </Button>
        <Button
          // The button that was pressed has gone, with the focus that Escape needs.
          ref={focusOnShow}
          appearance="primary"
          onClick={onClose}
        >
          Cancel
        </Button>
      </DialogActions>
    </DialogBody>
  );
}

function useStorage(): Projection<HistoryStorage> {
  const { history } = useBridge();
  const [storage, setStorage] = useState<Projection<HistoryStorage>>({ kind: 'loading' });
  useEffect(() => {
    let isWanted = true;
    void history
      .storage()
      .then(unwrap)
      .then(
        (value): Projection<HistoryStorage> => ({ kind: 'ready', value }),
        (thrown: unknown): Projection<HistoryStorage> => ({ kind: 'failed', error: errorData(thrown) }),
      )
      .then((next) => {
        if (isWanted) setStorage(next);
      });
    return () => {
      isWanted = false;
    };
  }, [history]);
  return storage;
}
