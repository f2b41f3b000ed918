import path from 'node:path';
import { z } from 'zod';
import { AppError } from '../../../shared/errors.ts';
import { ToolApprovalBound } from '../../../shared/model/tool.ts';
import { isLoopback } from '../auth/cloud.ts';
import { isGroupId } from '../gate/role-mapping.ts';

const filledText = (limit: number) => z.string().trim().min(1).max(limit);

/** One MCP server, as policy writes it. */
export const ToolServerPolicy = z.strictObject({
  Id: z
    .string()
    .regex(/^[A-Za-z0-9][A-Za-z0-9-]{0,23}$/)
    .meta({ accepts: 'letters, digits and hyphens, 24 at most' })
    .describe('Names this entry for good; its tools are known to models as `ID__TOOL`.'),
  DisplayName: filledText(80).describe('What people know the server by.'),
  Description: z.string().max(300).default('').describe('One sentence on what its tools are for.'),
  Kind: z
    .enum(['http', 'stdio'])
    .describe('`http` is a server that speaks streamable HTTP at `Url`, `stdio` a program on the computer.'),
  Url: filledText(2000)
    .optional()
    .describe('Address of an `http` server.')
    .meta({ accepts: 'an https address, or http on this computer' }),
  Scope: z
    .string()
    .trim()
    .regex(/^\S+$/)
    .optional()
    .meta({ accepts: 'a scope, such as api://GUID/.default' })
    .describe('Scope of the person’s Entra token that an `http` server is sent; no token if left out.'),
  Command: filledText(1000)
    .optional()
    .describe('Absolute path of a `stdio` server’s program. It is started without a shell.'),
  Arguments: z.array(z.string().max(2000)).max(100).default([]).describe('Arguments of `Command`, as they are.'),
  Environment: z
    .record(
      z
        .string()
        .regex(/^[A-Za-z_][A-Za-z0-9_]*$/)
        .meta({ accepts: 'letters, digits and underscores, not a digit first' }),
      z.string().max(10_000),
    )
    .default({})
    .describe('Variables that `Command` gets besides those of the system, by name.'),
  Tools: z.array(filledText(128)).optional().describe('Names of the tools that may be used; all if left out.'),
  Approval: ToolApprovalBound.default('ask').describe(
    'The most that a person may choose: `ask` for each call, `once-per-conversation`, or `always-allowed`.',
  ),
  Roles: z
    .array(filledText(256))
    .default([])
    .describe('App roles, or object ids of groups, of which a person needs one; anybody if empty.'),
});

/** How a server is reached. */
export type ToolServerAddress =
  | { readonly kind: 'http'; readonly url: URL; readonly scope: string | undefined }
  | {
      readonly kind: 'stdio';
      readonly command: string;
      readonly arguments: readonly string[];
      readonly environment: Readonly<Record<string, string>>;
    };

/** An MCP server that people may use tools of. */
export interface ToolServerSettings {
  readonly id: string;
  readonly displayName: string;
  readonly description: string;
  readonly address: ToolServerAddress;
  /** Undefined for all. */
  readonly tools: readonly string[] | undefined;
  readonly approval: ToolApprovalBound;
  /** A person needs one of them; none are needed if empty. */
  readonly roles: readonly string[];
}

type Written = z.output<typeof ToolServerPolicy>;

/** @throws AppError `policy-invalid`, without the source */
export function toToolServers(entries: readonly Written[]): readonly ToolServerSettings[] {
  const ids = entries.map(({ Id }) => Id.toLowerCase());
  const twice = entries.find(({ Id }, index) => ids.indexOf(Id.toLowerCase()) !== index);
  if (twice !== undefined) {
    const problem = `has two entries “${twice.Id}”`;
    throw new AppError('policy-invalid', {
      fields: { key: 'ToolServers', problem, accepted: 'a different Id for each entry' },
    });
  }
  return entries.map((entry) => ({
    id: entry.Id,
    displayName: entry.DisplayName,
    description: entry.Description,
    address: entry.Kind === 'http' ? httpAddress(entry) : stdioAddress(entry),
    tools: entry.Tools,
    approval: entry.Approval,
    roles: entry.Roles.map((name) => (isGroupId(name) ? name.toLowerCase() : name)),
  }));
}

function httpAddress(entry: Written): ToolServerAddress {
  const accepted = 'an https address, or http on this computer, without a user name and a fragment';
  if (entry.Url === undefined) return fault(entry, { key: 'Url', problem: 'is missing', accepted });
  if (entry.Command !== undefined) return stranger(entry, 'Command', 'stdio');
  if (entry.Arguments.length > 0) return stranger(entry, 'Arguments', 'stdio');
  if (Object.keys(entry.Environment).length > 0) return stranger(entry, 'Environment', 'stdio');
  const url = URL.canParse(entry.Url) ? new URL(entry.Url) : undefined;
  // SECURITY: a token never travels in the clear; plain http is for servers on this computer alone.
  const isSafe = url?.protocol === 'https:' || (url?.protocol === 'http:' && isLoopback(url));
  if (url === undefined || !isSafe || url.username !== '' || url.password !== '' || url.hash !== '') {
    return fault(entry, { key: 'Url', problem: 'is not accepted', accepted });
  }
  return { kind: 'http', url, scope: entry.Scope };
}

function stdioAddress(entry: Written): ToolServerAddress {
  const accepted = 'the absolute path of a program';
  if (entry.Command === undefined) return fault(entry, { key: 'Command', problem: 'is missing', accepted });
  if (entry.Url !== undefined) return stranger(entry, 'Url', 'http');
  if (entry.Scope !== undefined) return stranger(entry, 'Scope', 'http');
  // SECURITY: a bare name would be looked for in folders that others may write to.
  if (!path.posix.isAbsolute(entry.Command) && !/^([A-Za-z]:[\\/]|\\\\)/.test(entry.Command)) {
    return fault(entry, { key: 'Command', problem: 'is not an absolute path', accepted });
  }
  // SECURITY: Windows runs these through its shell, which reads the arguments in its own way.
  if (/\.(cmd|bat)[ .]*$/i.test(entry.Command)) {
    return fault(entry, { key: 'Command', problem: 'is a batch file', accepted: 'a program, not a .cmd or .bat file' });
  }
  return { kind: 'stdio', command: entry.Command, arguments: entry.Arguments, environment: entry.Environment };
}

function stranger(entry: Written, key: keyof Written, kind: string): never {
  return fault(entry, { key, problem: `belongs to servers of Kind ${kind}`, accepted: `no ${key} with this Kind` });
}

function fault(
  { Id }: Written,
  { key, problem, accepted }: { readonly key: string; readonly problem: string; readonly accepted: string },
): never {
  throw new AppError('policy-invalid', { fields: { key: `ToolServers.${Id}.${key}`, problem, accepted } });
}
