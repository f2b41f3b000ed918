import { useState } from 'react';
import { assertNever } from '../../../shared/errors.ts';
import type { Conversation } from '../../../shared/model/conversation.ts';
import type { Result } from '../../../shared/ipc/define.ts';
import { useBridge } from '../../bridge.ts';
import type { Confirmation } from '../../ui/confirm-dialog.tsx';

/** Has the model name conversations anew. */
export interface MakeTitle {
  readonly make: (conversation: Conversation) => void;
  /** What a screen reader is told, and others see, of the last wish; empty for nothing. */
  readonly text: string;
}

/** Asks before a title goes that the person has written. */
export function useMakeTitle({
  follow,
  onConfirm,
}: {
  readonly follow: (work: Promise<Result<unknown>>) => void;
  readonly onConfirm: (confirmation: Confirmation) => void;
}): MakeTitle {
  const { history } = useBridge();
  const [text, setText] = useState('');
  const run = (conversation: Conversation, replaceOwn: boolean) => {
    setText('Making a title…');
    const work = history.makeTitle({ conversationId: conversation.id, replaceOwn });
    follow(work);
    void work.then((result) => {
      const kind = result.ok ? result.value.kind : 'made';
      switch (kind) {
        case 'made':
          return setText('');
        case 'none':
          return setText('There is no answer yet that a title could be made of.');
        case 'own':
          setText('');
          return onConfirm({
            title: 'Replace your own title?',
            text: `You have called this conversation “${conversation.title}”. The model makes another title of what is in it.`,
            action: 'Make a title',
            run: () => run(conversation, true),
          });
        default:
          return assertNever(kind);
      }
    });
  };
  return { make: (conversation) => run(conversation, false), text };
}
