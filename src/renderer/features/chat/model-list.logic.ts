import { assertNever, type ErrorCode } from '../../../shared/errors.ts';
import type { Deployment, Discovery } from '../../../shared/model/deployment.ts';
import { clockTime } from '../../ui/clock-time.ts';

const searchedFrom = 9;

/**
 * Whether the picker can be searched: where there are many models, or may be many soon. The control stays the same while models
 * are found, so that nobody's focus is lost.
 */
export function isSearched(deployments: readonly Deployment[], line: DiscoveryLine | undefined): boolean {
  return line !== undefined || deployments.length >= searchedFrom;
}

/** Models under one heading; none for those that policy lists. */
export interface ModelSection {
  readonly title: string | undefined;
  readonly deployments: readonly Deployment[];
}

/** The models in sections: those that policy lists, then those of each resource that was looked into. */
export function modelSections(deployments: readonly Deployment[]): readonly ModelSection[] {
  const sections = new Map<string | undefined, Deployment[]>();
  for (const deployment of deployments) {
    const title = deployment.found === undefined ? undefined : resourceTitle(deployment.found);
    sections.set(title, [...(sections.get(title) ?? []), deployment]);
  }
  return [...sections].map(([title, members]) => ({ title, deployments: members }));
}

/** The models that have every word of a search somewhere in what the picker shows of them. */
export function matchingModels(deployments: readonly Deployment[], search: string): readonly Deployment[] {
  const words = search.toLowerCase().split(/\s+/).filter(Boolean);
  return deployments.filter(({ displayName, description, found }) => {
    const text = `${displayName} ${description} ${found?.resource ?? ''} ${found?.location ?? ''}`.toLowerCase();
    return words.every((word) => text.includes(word));
  });
}

/** The most models that are shown at a time: more of them are nobody's to look through, and slow to show. */
const shownAtOnce = 100;

/** The part of a long list that is shown, and a sentence where that is not all. */
export function shownModels(
  matches: readonly Deployment[],
  search: string,
): { readonly deployments: readonly Deployment[]; readonly note: string | undefined } {
  if (matches.length === 0 && search !== '') return { deployments: [], note: 'No model matches' };
  const hidden = matches.length - shownAtOnce;
  if (hidden <= 0) return { deployments: matches, note: undefined };
  return { deployments: matches.slice(0, shownAtOnce), note: `${hidden} more: type to find them` };
}

/** What a person can do about the search for models: look again, or allow it. */
export type DiscoveryAction = 'look' | 'allow';

/** How the search for models in Azure stands, in a sentence. */
export interface DiscoveryLine {
  readonly text: string;
  readonly action: { readonly kind: DiscoveryAction; readonly label: string } | undefined;
}

const lookAgain = { kind: 'look', label: 'Look again' } as const;

/** How the search stands; undefined where policy has none. */
export function discoveryLine(
  discovery: Discovery,
  { count, now }: { /** How many models have been found. */ readonly count: number; readonly now: number },
): DiscoveryLine | undefined {
  switch (discovery.kind) {
    case 'off':
      return undefined;
    case 'looking':
      return { text: 'Looking for your models in Azure…', action: undefined };
    case 'permission-needed':
      return {
        text: 'Parley may look for your models in Azure once you allow it.',
        action: { kind: 'allow', label: 'Allow Parley to look' },
      };
    case 'failed':
      return { text: failureText(discovery.error.code), action: lookAgain };
    case 'looked': {
      const found = count === 0 ? 'No models were found in Azure' : 'Models found in Azure';
      const gaps = gapText(discovery.gaps);
      return { text: `${found}, ${clockTime(discovery.at, now)}.${gaps}`, action: lookAgain };
    }
    default:
      return assertNever(discovery);
  }
}

function resourceTitle({ resource, location }: NonNullable<Deployment['found']>): string {
  return location === '' ? resource : `${resource}, ${location}`;
}

function failureText(code: ErrorCode): string {
  return code === 'network-unreachable'
    ? 'Azure could not be reached to look for your models.'
    : `Azure did not let Parley look for your models (${code}). Your IT department can mend that.`;
}

function gapText(gaps: number): string {
  if (gaps === 0) return '';
  return gaps === 1 ? ' One place could not be looked into.' : ` ${gaps} places could not be looked into.`;
}
