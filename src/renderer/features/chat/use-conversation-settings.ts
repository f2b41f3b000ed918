import { useCallback, useRef, useState } from 'react';
import type { AppErrorData } from '../../../shared/errors.ts';
import type { ConversationSettings } from '../../../shared/model/conversation.ts';
import { errorData, unwrap, useBridge } from '../../bridge.ts';

/** Whose settings they are. */
export interface ConversationSettingsOptions {
  readonly conversationId: string;
  readonly initial: ConversationSettings;
  /** Main knows the conversation; the settings of a new one go along with its first message. */
  readonly isWritten: boolean;
  /** Told every change, so that a new conversation does not lose it while another one is shown. */
  readonly onChange: (settings: ConversationSettings) => void;
}

/** The settings of the shown conversation. */
export interface SettingsHandle {
  readonly settings: ConversationSettings;
  readonly change: (settings: ConversationSettings) => void;
  /** Has main keep what was changed: called when the person is done with a field. */
  readonly save: () => void;
  /** Why main has not kept the last change; null where it has. */
  readonly error: AppErrorData | null;
}

/** Keeps the settings of a conversation, in the window and in main. */
export function useConversationSettings(options: ConversationSettingsOptions): SettingsHandle {
  const { conversationId, initial, isWritten, onChange } = options;
  const { chat } = useBridge();
  const [settings, setSettings] = useState(initial);
  const [error, setError] = useState<AppErrorData | null>(null);
  const kept = useRef(initial);

  const change = useCallback(
    (next: ConversationSettings) => {
      setSettings(next);
      onChange(next);
    },
    [onChange],
  );
  const save = useCallback(() => {
    if (!isWritten || kept.current === settings) return;
    const before = kept.current;
    kept.current = settings;
    chat
      .configure({ conversationId, settings })
      .then(unwrap)
      .then(
        () => setError(null),
        (thrown: unknown) => {
          kept.current = before;
          setError(errorData(thrown));
        },
      );
  }, [chat, conversationId, isWritten, settings]);
  return { settings, change, save, error };
}
