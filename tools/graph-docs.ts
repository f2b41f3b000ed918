import { writeFile } from 'node:fs/promises';
import { pathToFileURL } from 'node:url';
import { calls, type CallRule, commonHeaders } from '../dev/emulators/graph/calls.ts';
import { graphFeatures, type GraphFeatureRule } from '../src/main/core/graph/graph-feature.ts';

const file = new URL('../docs/admin/graph.md', import.meta.url);

const introduction = `<!-- Made from src/main/core/graph/graph-feature.ts and dev/emulators/graph/calls.ts by \`npm run graph-docs\`. Do not edit. -->

# Microsoft Graph

Parley asks Microsoft Graph with the person's own token and rights; there is no application permission and no server in
between. The host belongs to the cloud that policy names. Each permission is asked for when its feature is first used, and
not before: a new account is asked for \`User.Read\` alone.

Every request carries a \`client-request-id\`, which error cards show as the correlation id. Graph's own \`request-id\` is in
the details that "Copy details" copies. Where Graph throttles (429, 502, 503, 504), Parley waits as long as it is told, up to
half a minute, and repeats reading calls alone; a longer wait is told to the person. Bytes of files come from and go to
SharePoint's own addresses, without a token, and nowhere else.
`;

const callsIntroduction = `
Parley's client is tested against an emulator that answers these calls with these query options and headers and refuses all
others. \`/me/drive/recent\`, \`/me/drive/sharedWithMe\` and \`/me/insights/shared\` are not among them: Microsoft has
announced that they return no data after November 2026.
`;

/** The text of docs/admin/graph.md: every permission and every call, out of the tables that the code works by. */
export function graphDocs(): string {
  const features = Object.entries<GraphFeatureRule>(graphFeatures).flatMap(([name, rule]) =>
    rule.scopes.map(
      (scope) =>
        `| \`${scope}\` | ${name} | ${rule.purpose} | ${rule.asked} | ${rule.needsAdministrator ? 'yes' : 'no'} |`,
    ),
  );
  const rows = Object.values<CallRule>(calls).map(
    ({ method, path, query, headers, permissions, page }) =>
      `| \`${method} ${path}\` | ${codes(query)} | ${codes(headers)} | ${codes(permissions)} | [${page}](https://learn.microsoft.com/graph/${page}) |`,
  );
  return [
    introduction,
    '## Permissions',
    '',
    '| permission | feature | what for | asked for | administrator must consent |',
    '| --- | --- | --- | --- | --- |',
    ...features,
    '',
    'Where people may not consent for themselves, an administrator has to consent to all of them.',
    '',
    '## Calls',
    callsIntroduction,
    `Every call may have the headers ${codes(commonHeaders)}.`,
    '',
    '| call below `/v1.0` | query options | headers | any of these permissions | page |',
    '| --- | --- | --- | --- | --- |',
    ...rows,
    '',
  ].join('\n');
}

function codes(names: readonly string[]): string {
  return names.map((name) => `\`${name}\``).join(', ');
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) await writeFile(file, graphDocs());
