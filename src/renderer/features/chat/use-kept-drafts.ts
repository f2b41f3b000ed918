import { useEffect, useState } from 'react';
import { useBridge } from '../../bridge.ts';
import { keepDrafts } from './draft-saver.ts';
import type { Drafts } from './drafts.ts';

/**
 * Keeps a window's drafts with main's for as long as it shows them; true once what was kept before is there. What is written in the shown
 * conversation is not forgotten with it: that is for whoever shows it to decide.
 */
export function useKeptDrafts(drafts: Drafts, isShown: (conversationId: string) => boolean): boolean {
  const { drafts: main, history } = useBridge();
  const [isRestored, setRestored] = useState(false);
  useEffect(() => {
    const stop = keepDrafts(drafts, main);
    const stopForgetting = main.forgotten(() => drafts.keeping.forgetAll());
    const stopListening = history.changed((change) => {
      if (change.kind === 'conversations') for (const id of change.removed) if (!isShown(id)) drafts.keeping.forget(id);
    });
    // What cannot be had now is no reason to keep anybody from writing.
    void main.list().then((reply) => {
      if (reply.ok) drafts.keeping.restore(reply.value);
      setRestored(true);
    });
    return () => {
      stopListening();
      stopForgetting();
      stop();
    };
  }, [drafts, main, history, isShown]);
  return isRestored;
}
