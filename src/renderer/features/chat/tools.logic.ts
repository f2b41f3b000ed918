import type { ConversationSettings } from '../../../shared/model/conversation.ts';
import type { AllowedTool, ConversationTools } from '../../../shared/model/tool.ts';

/** Whether a conversation has a tool server. */
export function isOn({ toolServersOff = [] }: ConversationSettings, serverId: string): boolean {
  return !toolServersOff.includes(serverId);
}

/** The settings with a tool server on or off. */
export function withServer(settings: ConversationSettings, serverId: string, isWanted: boolean): ConversationSettings {
  const { toolServersOff = [], ...others } = settings;
  const off = toolServersOff.filter((id) => id !== serverId);
  if (!isWanted) off.push(serverId);
  return off.length === 0 ? others : { ...others, toolServersOff: off };
}

/** The tools that are called without asking, each once, and where that holds. */
export function allowedTools({
  allowedHere,
  allowedAlways,
}: ConversationTools): readonly (AllowedTool & { readonly where: string })[] {
  const isAlways = ({ fingerprint }: AllowedTool) => allowedAlways.some((tool) => tool.fingerprint === fingerprint);
  return [
    ...allowedAlways.map((tool) => Object.assign({ where: `${tool.server}, always` }, tool)),
    ...allowedHere
      .filter((tool) => !isAlways(tool))
      .map((tool) => Object.assign({ where: `${tool.server}, in this conversation` }, tool)),
  ];
}
