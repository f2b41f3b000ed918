import { createHash } from 'node:crypto';
import { z } from 'zod';
import type { ToolServerSettings } from '../policy/tool-servers.ts';
import { type ToolSchema, readToolSchema } from './tool-schema.ts';

/** Most tools of one server. */
const toolLimit = 64;
const descriptionLimit = 4000;
const titleLimit = 80;
/** Longest name that Azure OpenAI takes. */
const nameLimit = 64;

/** SECURITY: `annotations` are left out, because what a server says of its own tools' harmlessness decides nothing. */
const ListedTool = z.object({
  name: z.string().regex(/^[A-Za-z0-9_./-]{1,128}$/),
  title: z.string().optional(),
  description: z.string().max(descriptionLimit).default(''),
  inputSchema: z.unknown().optional(),
});

/** A tool as a model is offered it. */
export interface OfferedTool {
  /** By which the model calls it: the server's id, two underscores, the tool's name. */
  readonly name: string;
  readonly server: ToolServerSettings;
  /** By which its server knows it. */
  readonly toolName: string;
  readonly title: string;
  readonly description: string;
  readonly inputSchema: ToolSchema;
  /** Of everything that the person's approval was given for; another one asks again. */
  readonly fingerprint: string;
}

/** The tools of a server, out of what it lists. */
export interface ToolList {
  readonly tools: readonly OfferedTool[];
  /** How many were not taken: more than there may be, without a fit name or schema, or too long. */
  readonly refused: number;
}

/** Takes what policy allows and what is sound of a server's list. */
export function readToolList(server: ToolServerSettings, listed: readonly unknown[]): ToolList {
  const tools = new Map<string, OfferedTool>();
  let refused = 0;
  for (const entry of listed) {
    const tool = readTool(server, entry);
    if (tool === 'not-allowed') continue;
    // SECURITY: the first of a name counts, so that a later one can't take over the approval of another.
    if (tool === undefined || tools.has(tool.name) || tools.size === toolLimit) refused += 1;
    else tools.set(tool.name, tool);
  }
  return { tools: [...tools.values()], refused };
}

function readTool(server: ToolServerSettings, entry: unknown): OfferedTool | 'not-allowed' | undefined {
  const parsed = ListedTool.safeParse(entry);
  if (!parsed.success) return undefined;
  const { name: toolName, title, description } = parsed.data;
  if (server.tools !== undefined && !server.tools.includes(toolName)) return 'not-allowed';
  const inputSchema = readToolSchema(parsed.data.inputSchema);
  if (inputSchema === undefined) return undefined;
  return {
    name: offeredName(server.id, toolName),
    server,
    toolName,
    title: plainLine(title ?? '') || toolName,
    description,
    inputSchema,
    fingerprint: digest([server.id, server.address, toolName, title, description, inputSchema]),
  };
}

/** SECURITY: the server's id in front, so that no server's tool passes for another's. */
function offeredName(serverId: string, toolName: string): string {
  const name = `${serverId}__${toolName.replace(/[./]/g, '_')}`;
  return name.length <= nameLimit ? name : `${name.slice(0, nameLimit - 9)}_${digest(name).slice(0, 8)}`;
}

/** SECURITY: one short line without characters that turn or hide what stands beside it. */
function plainLine(text: string): string {
  return text
    .replace(/[\p{C}\p{Zl}\p{Zp}]+/gu, ' ')
    .trim()
    .slice(0, titleLimit);
}

function digest(value: unknown): string {
  return createHash('sha256').update(JSON.stringify(value)).digest('hex');
}
