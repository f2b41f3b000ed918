import type { Caller } from '../caller.ts';
import { GraphRefusal } from '../graph-call.ts';
import type { Groups } from '../people/groups.ts';
import type { Drive, DriveItem } from './drive-store.ts';
import { upwards } from './drive-store.ts';
import type { Estate, Site } from './estate.ts';

/** What files somebody may read and write, by their own rights and by the token's permissions. */
export interface FileAccess {
  drive(caller: Caller, id: string): Drive;
  item(caller: Caller, driveId: string, itemId: string): DriveItem;
  site(caller: Caller, id: string): Site;
  ownDrive(caller: Caller): Drive;
  mayRead(caller: Caller, item: DriveItem): boolean;
  mayReadSite(caller: Caller, site: Site): boolean;
  /** @throws GraphRefusal */
  requireWriter(caller: Caller, item: DriveItem): void;
}

const everything = new Set(['Files.Read.All', 'Files.ReadWrite.All', 'Sites.Read.All']);

/** Makes the rules for an estate; other tenants see nothing of it. */
export function createFileAccess(options: {
  readonly estate: Estate;
  readonly groups: Groups;
  readonly isHome: (caller: Caller) => boolean;
}): FileAccess {
  const { estate, groups, isHome } = options;
  const isOwner = ({ person }: Caller, { kind }: Drive): boolean =>
    kind.of === 'person' && kind.personId === person.objectId;
  const mayReadSite = (caller: Caller, site: Site): boolean =>
    isHome(caller) && (site.readers === undefined || site.readers.includes(caller.person.objectId));
  const siteOf = ({ kind }: Drive): Site | undefined =>
    kind.of === 'site' ? estate.sites.find(({ id }) => id === kind.siteId) : undefined;
  const isMember = (caller: Caller, drive: Drive): boolean => {
    const site = siteOf(drive);
    return isOwner(caller, drive) || (site !== undefined && mayReadSite(caller, site));
  };
  const isGranted = (caller: Caller, item: DriveItem, role: 'read' | 'write'): boolean =>
    upwards(item).some(({ grants }) =>
      grants.some(({ to, roles }) => {
        if (role === 'write' && !roles.includes('write')) return false;
        if (to.kind === 'everyone') return true;
        if (to.kind === 'user') return to.id === caller.person.objectId;
        const number = groups.numberOf(to.id);
        return number !== undefined && groups.has(number, caller.person.objectId);
      }),
    );
  const mayRead = (caller: Caller, item: DriveItem): boolean =>
    isHome(caller) && (isMember(caller, item.drive) || isGranted(caller, item, 'read'));
  // With Files.Read and Files.ReadWrite a token opens the person's own drive alone.
  const reaches = (caller: Caller, drive: Drive): boolean =>
    isOwner(caller, drive) || caller.permissions.some((permission) => everything.has(permission));

  return {
    mayRead,
    mayReadSite,
    ownDrive: (caller) => {
      if (!isHome(caller) || estate.unlicensed.has(caller.person.id)) {
        throw new GraphRefusal(404, 'ResourceNotFound', "User's mysite not found.");
      }
      return estate.driveOf(caller.person.id);
    },
    drive: (caller, id) => {
      const drive = estate.drive(id);
      if (drive === undefined || !isHome(caller)) throw notFound();
      if (!reaches(caller, drive) || !(isMember(caller, drive) || isGranted(caller, drive.root, 'read')))
        throw denied();
      return drive;
    },
    item: (caller, driveId, itemId) => {
      const drive = estate.drive(driveId);
      if (drive === undefined || !isHome(caller)) throw notFound();
      if (!reaches(caller, drive)) throw denied();
      const item = itemId === 'root' ? drive.root : estate.item(itemId);
      if (item === undefined || item.drive.id !== drive.id) throw isMember(caller, drive) ? notFound() : denied();
      if (!mayRead(caller, item)) throw denied();
      return item;
    },
    site: (caller, id) => {
      const site = estate.sites.find((candidate) => candidate.id === id || candidate.id.split(',')[1] === id);
      if (site === undefined || !isHome(caller)) throw notFound();
      if (!mayReadSite(caller, site)) throw denied();
      return site;
    },
    requireWriter: (caller, item) => {
      if (
        !isOwner(caller, item.drive) &&
        !(siteOf(item.drive) !== undefined && mayRead(caller, item)) &&
        !isGranted(caller, item, 'write')
      ) {
        throw denied();
      }
    },
  };
}

/** What cannot be found, or must not be known of. */
export function notFound(): GraphRefusal {
  return new GraphRefusal(404, 'itemNotFound', 'The resource could not be found.');
}

function denied(): GraphRefusal {
  return new GraphRefusal(403, 'accessDenied', 'Access denied');
}
