import { writeFile } from 'node:fs/promises';
import { pathToFileURL } from 'node:url';
import { acceptedText, policySetting, type Setting } from '../src/main/core/policy/accepted.ts';

const file = new URL('../docs/policy.md', import.meta.url);

const introduction = `<!-- Made from src/main/core/policy/schema.ts by \`npm run policy-docs\`. Do not edit. -->

# Policy

The settings that IT manages. They are one JSON object; a key that is not listed here is refused, and the person is shown
which one. On Linux the file is \`/etc/parley/policy.json\`, which must belong to root and be writable by nobody else.
\`PARLEY_POLICY_FILE\` names a file with the same keys, which counts only where the computer has no policy of its own.

\`\`\`json
{
  "TenantId": "contoso.onmicrosoft.com",
  "ClientId": "00000000-0000-4000-8000-000000000000",
  "OrganisationName": "Contoso",
  "Deployments": [
    {
      "Id": "everyday",
      "DisplayName": "Everyday",
      "Description": "Quick answers and drafts",
      "Endpoint": "https://contoso.openai.azure.com/openai/v1",
      "Deployment": "corp-chat"
    },
    {
      "Id": "careful",
      "DisplayName": "Careful",
      "Description": "Thinks before it answers; for plans, analysis and code",
      "Endpoint": "https://contoso.openai.azure.com/openai/v1",
      "Deployment": "corp-reasoning",
      "Abilities": ["vision", "files", "reasoning", "tools"],
      "ReasoningEfforts": ["low", "medium", "high"],
      "Verbosity": true,
      "ContextTokens": 400000,
      "OutputTokens": 128000,
      "Price": { "Currency": "EUR", "InputPerMillion": 1.1, "CachedInputPerMillion": 0.11, "OutputPerMillion": 8.8 },
      "Roles": ["Parley.Research"],
      "RetiresOn": "2027-08-31",
      "Defaults": { "ReasoningEffort": "low" }
    }
  ]
}
\`\`\`
`;

/** The text of docs/policy.md: every key with what it accepts, out of the schema that enforces it. */
export function policyDocs(): string {
  const schema = policySetting();
  const cloud = schema.properties?.['Cloud']?.anyOf?.find(({ properties }) => properties !== undefined);
  const deployment = schema.properties?.['Deployments']?.items;
  const assistant = schema.properties?.['Assistants']?.items;
  const mapping = schema.properties?.['RoleMapping']?.additionalProperties || undefined;
  const sections = [
    ['Keys', schema],
    ['An entry of `Deployments`', deployment],
    ['`Price` of a deployment', deployment?.properties?.['Price']],
    ['`Defaults` of a deployment', deployment?.properties?.['Defaults']],
    ['`Discovery`', schema.properties?.['Discovery']],
    ['An entry of `ToolServers`', schema.properties?.['ToolServers']?.items],
    ['An entry of `Prompts`', schema.properties?.['Prompts']?.items],
    ['An entry of `Assistants`', assistant],
    ['`Settings` of an assistant', assistant?.properties?.['Settings']],
    ['An entry of `Starters`', schema.properties?.['Starters']?.items],
    ['`Preferences`', schema.properties?.['Preferences']],
    ['`Forced` and `Defaults` of `Preferences`', schema.properties?.['Preferences']?.properties?.['Forced']],
    ['`Cloud` as an object', cloud],
    ['An entry of `AdditionalTenants`', schema.properties?.['AdditionalTenants']?.items],
    ['What a role has in `RoleMapping`', mapping],
  ] as const;
  return [introduction, ...sections.map(([title, setting]) => `## ${title}\n\n${table(setting ?? {})}\n`)].join('\n');
}

function table({ properties = {}, required = [] }: Setting): string {
  const rows = Object.entries(properties).map(([key, setting]) => {
    const otherwise = setting.default === undefined ? 'none' : `\`${JSON.stringify(setting.default)}\``;
    const presence = required.includes(key) ? 'required' : otherwise;
    return `| \`${key}\` | ${acceptedText(setting)} | ${presence} | ${setting.description ?? ''} |`;
  });
  return ['| key | accepts | default | meaning |', '| --- | --- | --- | --- |', ...rows].join('\n');
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) await writeFile(file, policyDocs());
