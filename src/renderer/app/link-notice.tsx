import { Button, MessageBar, MessageBarActions, MessageBarBody } from '@fluentui/react-components';
import { Dismiss20Regular } from '@fluentui/react-icons/svg/dismiss';
import { useCallback, useEffect, useSyncExternalStore } from 'react';
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

/** Whether the shown draft has words of a link in it, kept with the draft; `mark` and `unmark` change that. */
export function useLinkMark(drafts: Drafts, shownId: string) {
  const isLinked = useSyncExternalStore(drafts.subscribe, () => drafts.choices(shownId).isLinked === true);
  const isEmpty = useSyncExternalStore(drafts.subscribe, () => drafts.get(shownId) === '');
  const unmark = useCallback(() => drafts.choose(shownId, { isLinked: false }), [drafts, shownId]);
  useEffect(() => {
    // What is written from here on is the person's own.
    if (isLinked && isEmpty) unmark();
  }, [isLinked, isEmpty, unmark]);
  const mark = useCallback((conversationId: string) => drafts.choose(conversationId, { isLinked: true }), [drafts]);
  return { isMarked: isLinked && !isEmpty, mark, unmark };
}
