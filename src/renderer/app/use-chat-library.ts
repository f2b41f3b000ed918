import { useMemo } from 'react';
import type { AssistantLibrary } from '../../shared/model/assistant.ts';
import type { Prompt } from '../../shared/model/prompt.ts';
import { useAssistants, usePrompts } from '../bridge.ts';
import type { ChatLibrary } from '../features/chat/chat-library.ts';

const noPrompts: readonly Prompt[] = [];
const noAssistants: AssistantLibrary['assistants'] = [];
const noServers: AssistantLibrary['toolServers'] = [];

/** What conversations can be begun with, for the features that show it. What cannot be had is nothing: a chat needs none of it. */
export function useChatLibrary(): {
  readonly library: ChatLibrary;
  readonly toolServers: AssistantLibrary['toolServers'];
} {
  const [prompts] = usePrompts();
  const [assistants] = useAssistants();
  return useMemo(() => {
    const known = assistants.kind === 'ready' ? assistants.value : undefined;
    const isLoading = assistants.kind === 'loading';
    return {
      library: {
        prompts: prompts.kind === 'ready' ? prompts.value : noPrompts,
        assistants: known?.assistants ?? noAssistants,
        starters: known?.starters ?? (isLoading ? undefined : []),
      },
      toolServers: known?.toolServers ?? noServers,
    };
  }, [prompts, assistants]);
}
