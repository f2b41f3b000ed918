import { z } from 'zod';
import type { Assistant } from '../../../shared/model/assistant.ts';
import { descriptionLimit, starterLimit } from '../../../shared/model/assistant.ts';
import { instructionsLimit, Starter } from '../../../shared/model/conversation.ts';
import { LibraryName, type Prompt, PromptText } from '../../../shared/model/prompt.ts';
import { isGroupId } from '../gate/role-mapping.ts';
import type { PolicyFault } from './check-policy.ts';
import { DefaultsPolicy, toSettings } from './deployment-traits.ts';

const id = z.string().trim().min(1).max(64);

const PromptPolicy = z.strictObject({
  Name: LibraryName.describe('What people find it by, after `/` in the message; unique in the list.'),
  Text: PromptText.describe(
    'What is put into the message. `{{name}}` is asked for, `{{name|default}}` too, `{{date}}` and `{{time}}` are filled in.',
  ),
});

const StarterPolicy = z.strictObject({
  Label: Starter.shape.label.describe('What its button says.'),
  Text: Starter.shape.text.describe('What is put into the message; it is never sent by itself.'),
});

const starters = z.array(StarterPolicy).max(starterLimit).default([]);

const AssistantPolicy = z.strictObject({
  Id: id.describe('Names this entry for good.'),
  DisplayName: LibraryName.describe('What people pick it by.'),
  Description: z.string().max(descriptionLimit).default('').describe('One sentence on what it is good for.'),
  Instructions: z
    .string()
    .max(instructionsLimit)
    .default('')
    .describe('What the model is told before a conversation’s own instructions; people can read it.'),
  Deployment: id
    .optional()
    .describe('Id of the deployment that it was made for, in the same `Deployments`; the person’s choice if left out.'),
  Settings: DefaultsPolicy.omit({ Instructions: true })
    .default({})
    .describe('How the model is to answer; people can change it for a conversation.'),
  Starters: starters.describe('Beginnings of messages, on its empty page.'),
  ToolServers: z
    .array(id)
    .max(20)
    .optional()
    .describe('Ids of the servers in `ToolServers` whose tools it may use; all that the person may use if left out.'),
  Roles: z
    .array(z.string().trim().min(1).max(256))
    .default([])
    .describe('App roles, or object ids of groups, of which a person needs one; anybody if empty.'),
});

/** The keys of a tenant that say what conversations can be begun with. */
export const libraryKeys = {
  Prompts: z
    .array(PromptPolicy)
    .max(200)
    .default([])
    .describe('Prompts that everybody finds in the library, before their own.'),
  Assistants: z
    .array(AssistantPolicy)
    .max(100)
    .default([])
    .describe('Assistants that conversations can be begun with, before people’s own.'),
  Starters: starters.describe('Beginnings of messages, on the empty page of a conversation without an assistant.'),
};

const Written = z.object(libraryKeys);
type Written = z.output<typeof Written>;

/** An assistant of the organisation. */
export interface AssistantSettings extends Readonly<Assistant> {
  /** A person needs one of them; none are needed if empty. */
  readonly roles: readonly string[];
}

/** What the organisation offers to begin conversations with. */
export interface LibrarySettings {
  readonly prompts: readonly Prompt[];
  readonly assistants: readonly AssistantSettings[];
  readonly starters: readonly Starter[];
}

/** The written library as core works with it. */
export function toLibrary(written: Written): LibrarySettings {
  return {
    prompts: written.Prompts.map(({ Name: name, Text: text }) => ({
      id: organisationId(name),
      source: 'organisation',
      name,
      text,
    })),
    assistants: written.Assistants.map((entry) => ({
      id: organisationId(entry.Id),
      source: 'organisation',
      name: entry.DisplayName,
      description: entry.Description,
      instructions: entry.Instructions,
      deploymentId: entry.Deployment,
      settings: toSettings(entry.Settings),
      starters: entry.Starters.map(toStarter),
      toolServerIds: entry.ToolServers,
      files: [],
      roles: entry.Roles.map((name) => (isGroupId(name) ? name.toLowerCase() : name)),
    })),
    starters: written.Starters.map(toStarter),
  };
}

/** What a library must be held against. */
interface LibraryNeighbours {
  readonly library: LibrarySettings;
  readonly deployments: readonly { readonly id: string }[];
  readonly toolServers: readonly { readonly id: string }[];
}

/** The first fault between the entries of a tenant's library and what they name. */
export function findLibraryFault({ library, deployments, toolServers }: LibraryNeighbours): PolicyFault | undefined {
  const prompt = repeated(library.prompts.map(({ name }) => name));
  if (prompt !== undefined) {
    return { key: 'Prompts', problem: `has two entries “${prompt}”`, accepted: 'a different Name for each entry' };
  }
  const assistant = repeated(library.assistants.map(writtenId));
  if (assistant !== undefined) {
    return { key: 'Assistants', problem: `has two entries “${assistant}”`, accepted: 'a different Id for each entry' };
  }
  for (const entry of library.assistants) {
    const { deploymentId, toolServerIds = [] } = entry;
    const key = `Assistants.${writtenId(entry)}`;
    if (deploymentId !== undefined && !isAmong(deployments, deploymentId)) {
      return stranger({ key: `${key}.Deployment`, name: deploymentId, list: 'Deployments', known: deployments });
    }
    const server = toolServerIds.find((name) => !isAmong(toolServers, name));
    if (server !== undefined) {
      return stranger({ key: `${key}.ToolServers`, name: server, list: 'ToolServers', known: toolServers });
    }
  }
  return undefined;
}

/** One that no id of a person's own can be. */
function organisationId(name: string): string {
  return `organisation:${name}`;
}

function writtenId(assistant: Pick<Assistant, 'id'>): string {
  return assistant.id.slice(organisationId('').length);
}

function toStarter({ Label: label, Text: text }: z.output<typeof StarterPolicy>): Starter {
  return { label, text };
}

function repeated(names: readonly string[]): string | undefined {
  return names.find((name, index) => names.indexOf(name) !== index);
}

function isAmong(list: readonly { readonly id: string }[], wanted: string): boolean {
  return list.some((entry) => entry.id === wanted);
}

interface Stranger {
  readonly key: string;
  readonly name: string;
  readonly list: string;
  readonly known: readonly { readonly id: string }[];
}

function stranger({ key, name, list, known }: Stranger): PolicyFault {
  return {
    key,
    problem: `names “${name}”, which is not an Id in the same ${list}`,
    accepted: known.map((entry) => entry.id).join(', ') || `none: there are no ${list}`,
  };
}
