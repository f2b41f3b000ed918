import { writeFile } from 'node:fs/promises';
import { pathToFileURL } from 'node:url';
import { aadstsChapters, type Chapter, otherChapters } from '../src/shared/clinic/catalogue.ts';
import { fixerText } from '../src/shared/clinic/error-details.ts';
import type { Explanation, Explanations, Remedy } from '../src/shared/clinic/explanation.ts';

const file = new URL('../docs/admin/troubleshooting.md', import.meta.url);

const introduction = `<!-- Made from src/shared/clinic/ by \`node tools/clinic-docs.ts\`. Do not edit. -->

# Troubleshooting sign-in

Every error card of Parley says what happened, what to do and who can do it. “Copy details” gives the help desk the code, the
correlation id, the trace id and the time in UTC; tokens, keys and mail addresses are left out of it. Search the sign-in logs
(Entra admin center > Entra ID > Monitoring & health > Sign-in logs) for the correlation id first: they name the policy or
the setting that decided.

- This page lists the codes that Parley explains. A code that is not here is explained by the one it refines or by its sort,
  and the details say so; \`https://login.microsoftonline.com/error?code=50105\` has Microsoft’s own words for any number.
- The explanations are for people. Parley decides nothing by these numbers, since Microsoft may change them at any time.
- The paths are the same in national clouds, on their own portals; what starts with “Parley’s policy” is in
  [policy.md](../policy.md).
- The registration that all of this relies on: [entra-setup.md](entra-setup.md).

An entry reads: codes, what the card says and asks for, then who can fix it, the card’s button, where, and the cause for IT.
`;

/** The text of docs/admin/troubleshooting.md: the clinic's catalogue, codes of one meaning together. */
export function clinicDocs(): string {
  return [
    introduction,
    ...aadstsChapters.map((chapter) => section(chapter, 'AADSTS')),
    ...otherChapters.map((chapter) => section(chapter)),
  ].join('\n');
}

function section({ title, entries }: Chapter, prefix = ''): string {
  return `## ${title}\n\n${list(entries, prefix)}\n`;
}

function list(entries: Explanations, prefix: string): string {
  const codesOf = new Map<string, { readonly explanation: Explanation; readonly codes: string[] }>();
  for (const [code, explanation] of Object.entries(entries)) {
    const key = JSON.stringify(explanation);
    const entry = codesOf.get(key) ?? { explanation, codes: [] };
    entry.codes.push(`\`${prefix}${code}\``);
    codesOf.set(key, entry);
  }
  return [...codesOf.values()].map(({ explanation, codes }) => item(codes, explanation)).join('\n');
}

function item(codes: readonly string[], { cause, advice, fixer, remedy, portal, note }: Explanation): string {
  const lines = [
    `- ${codes.join(', ')}: ${cause} ${advice}`,
    `  - Who: ${fixerText(fixer)}${remedy === 'none' ? '' : `; button: ${buttons[remedy]}`}`,
    ...(portal === undefined ? [] : [`  - Where: ${linked(portal.path, portal)}`]),
    `  - For IT: ${note}`,
  ];
  return lines.map((line) => line.replaceAll('{host}', 'the host').replaceAll('<', '&lt;')).join('\n');
}

const buttons: Readonly<Record<Remedy, string>> = {
  'sign-in': 'sign in',
  'other-account': 'another account',
  'try-again': 'try again',
  'message-it': 'message to IT',
  'request-consent': 'request for consent',
  'sign-in-browser': 'sign in with the browser',
  none: '',
};

function linked(text: string, { url }: { readonly url?: string }): string {
  return url === undefined ? text : `[${text}](${url})`;
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) await writeFile(file, clinicDocs());
