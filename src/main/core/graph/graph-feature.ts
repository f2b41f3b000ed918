/** What one use of Microsoft Graph asks of the directory. */
export interface GraphFeatureRule {
  /** Delegated permissions. */
  readonly scopes: readonly string[];
  /** Whether only an administrator can consent to them. */
  readonly needsAdministrator: boolean;
  /** When the person is asked, and what for: the beginning of a sentence in docs/admin/graph.md. */
  readonly asked: string;
  readonly purpose: string;
}

/**
 * Every use of Graph with its permissions, the least privileged that do; each is asked for when it is first used.
 * Source: https://learn.microsoft.com/graph/permissions-reference
 */
export const graphFeatures = {
  profile: {
    scopes: ['User.Read'],
    needsAdministrator: false,
    asked: 'with the sign-in',
    purpose: 'shows your name and photo, and tells which groups you are in where policy asks for one',
  },
  people: {
    scopes: ['People.Read', 'User.ReadBasic.All'],
    needsAdministrator: false,
    asked: 'when people are first searched for',
    purpose: 'finds colleagues, those you work with first, with their photos',
  },
  contacts: {
    scopes: ['Contacts.Read'],
    needsAdministrator: false,
    asked: 'when contacts are first searched for',
    purpose: 'finds people of your own address book',
  },
  groups: {
    scopes: ['GroupMember.Read.All'],
    needsAdministrator: true,
    asked: 'when groups are first searched for',
    purpose: 'finds groups, with their members and owners',
  },
  manager: {
    scopes: ['User.Read.All'],
    needsAdministrator: true,
    asked: 'when the whole profile is first shown',
    purpose: 'names your manager and department',
  },
  files: {
    scopes: ['Files.Read.All', 'Sites.Read.All'],
    needsAdministrator: false,
    asked: 'when OneDrive and SharePoint are first opened',
    purpose: 'lists, finds and reads the files and sites that you may read',
  },
  sharing: {
    scopes: ['Files.ReadWrite'],
    needsAdministrator: false,
    asked: 'when something is first shared or saved to your OneDrive',
    purpose: 'writes to the folder Apps/Parley of your OneDrive, and gives and withdraws rights to what is in it',
  },
  saving: {
    scopes: ['Files.ReadWrite.All'],
    needsAdministrator: false,
    asked: 'when something is first saved to a site',
    purpose: 'saves answers to the libraries that you may write to',
  },
} as const satisfies Readonly<Record<string, GraphFeatureRule>>;

/** A use of Graph. */
export type GraphFeature = keyof typeof graphFeatures;

/** The permissions of several features, each once. */
export function scopesOf(features: readonly GraphFeature[]): readonly string[] {
  return [...new Set(features.flatMap((feature): readonly string[] => graphFeatures[feature].scopes))];
}
