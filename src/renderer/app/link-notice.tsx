import { Button, MessageBar, MessageBarActions, MessageBarBody } from '@fluentui/react-components';
import { Dismiss20Regular } from '@fluentui/react-icons/svg/dismiss';
import { useCallback, useState, useSyncExternalStore } from 'react';
import type { Drafts } from '../features/chat/drafts.ts';

/** Says where the words in the message come from, until they are sent or taken out. */
export function LinkNotice({ onDismiss }: { readonly onDismiss: () => void }) {
  return (
    <MessageBar intent="warning" layout="multiline">
      <MessageBarBody>
        A link has put text into your message. You did not write it: read it before you send it.
      </MessageBarBody>
      <MessageBarActions
        containerAction={
          <Button
            appearance="transparent"
            size="small"
            icon={<Dismiss20Regular />}
            aria-label="Dismiss"
            onClick={onDismiss}
          />
        }
      />
    </MessageBar>
  );
}

/** Whether the shown draft has words of a link in it; `mark` and `unmark` change that. */
export function useLinkMark(drafts: Drafts, shownId: string) {
  const [markedId, setMarkedId] = useState<string | null>(null);
  const draft = useSyncExternalStore(drafts.subscribe, () => drafts.get(shownId));
  const isMarked = markedId === shownId && draft !== '';
  const unmark = useCallback(() => setMarkedId(null), []);
  return { isMarked, mark: setMarkedId, unmark };
}
