import { randomBytes } from 'node:crypto';
import type { Clock } from '../../entra/token-authority.ts';

/** The bytes of a file: kept, or so many made when somebody reads them. */
export type FileContent = Buffer | { readonly size: number };

/** What stands in the way of a file. */
export type FileLock = 'checked-out' | 'encrypted';

/** Who may do what with an item. */
export interface Grant {
  readonly id: string;
  roles: readonly string[];
  /** Object id of a user or a group; `everyone` for a link that opens for the whole organisation. */
  readonly to:
    | { readonly kind: 'user' | 'group'; readonly id: string; readonly displayName: string }
    | { readonly kind: 'everyone' };
  readonly link: string | undefined;
}

/** A file or folder of a drive. */
export interface DriveItem {
  readonly id: string;
  readonly drive: Drive;
  name: string;
  /** Undefined for the root. */
  parent: DriveItem | undefined;
  /** Undefined for a folder. */
  content: FileContent | undefined;
  children: DriveItem[];
  /** Goes up with every change; `contentVersion` with those of the content alone. */
  version: number;
  contentVersion: number;
  /** Milliseconds since 1970. */
  created: number;
  modified: number;
  modifiedBy: string;
  lock: FileLock | undefined;
  /** Ids of sensitivity labels. */
  labels: readonly string[];
  grants: Grant[];
}

/** A person's OneDrive or a library of a site. */
export interface Drive {
  readonly id: string;
  readonly name: string;
  readonly webUrl: string;
  readonly kind:
    | { readonly of: 'person'; readonly personId: string; readonly displayName: string }
    | { readonly of: 'site'; readonly siteId: string };
  readonly root: DriveItem;
}

/** Every drive of a tenant, with what tests do to them behind the service's back. */
export interface DriveStore {
  readonly drives: readonly Drive[];
  addDrive(drive: Pick<Drive, 'name' | 'webUrl' | 'kind'>): Drive;
  drive(id: string): Drive | undefined;
  item(id: string): DriveItem | undefined;
  /** Finds by names below the root, `/Documents/Plan.md`. @throws Error */
  find(drive: Drive, path: string): DriveItem;
  /** Makes a file, or writes over one; folders on the way are made. */
  write(drive: Drive, path: string, content: FileContent): DriveItem;
  addFolder(parent: DriveItem, name: string): DriveItem;
  addFile(parent: DriveItem, name: string, content: FileContent): DriveItem;
  setContent(item: DriveItem, content: FileContent): void;
  rename(item: DriveItem, name: string): void;
  move(item: DriveItem, parent: DriveItem): void;
  remove(item: DriveItem): void;
  touch(item: DriveItem): void;
}

/** Makes a store without drives. */
export function createDriveStore(clock: Clock): DriveStore {
  const drives: Drive[] = [];
  const items = new Map<string, DriveItem>();
  let number = 0;

  const make = (
    drive: Drive,
    parent: DriveItem | undefined,
    name: string,
    content: FileContent | undefined,
  ): DriveItem => {
    number += 1;
    const item: DriveItem = {
      id: `01PARLEY${number.toString(32).toUpperCase().padStart(24, '0')}`,
      drive,
      name,
      parent,
      content,
      children: [],
      version: 1,
      contentVersion: 1,
      created: clock(),
      modified: clock(),
      modifiedBy: 'Ada Lovelace',
      lock: undefined,
      labels: [],
      grants: [],
    };
    items.set(item.id, item);
    parent?.children.push(item);
    return item;
  };
  const touch = (item: DriveItem): void => {
    item.version += 1;
    item.modified = clock();
  };
  const child = (parent: DriveItem, name: string): DriveItem | undefined =>
    parent.children.find((candidate) => candidate.name.toLowerCase() === name.toLowerCase());
  const segments = (path: string): string[] => path.split('/').filter(Boolean);

  const store: DriveStore = {
    drives,
    addDrive: (facts) => {
      const id = `b!${randomBytes(24).toString('base64url')}`;
      const drive: { -readonly [Key in keyof Drive]: Drive[Key] } = {
        ...facts,
        id,
        root: undefined as unknown as DriveItem,
      };
      drive.root = make(drive, undefined, 'root', undefined);
      drives.push(drive);
      return drive;
    },
    drive: (id) => drives.find((candidate) => candidate.id === id),
    item: (id) => items.get(id),
    find: (drive, path) => {
      let item = drive.root;
      for (const name of segments(path)) {
        const next = child(item, name);
        if (next === undefined) throw new Error(`${path} is not in ${drive.name}.`);
        item = next;
      }
      return item;
    },
    write: (drive, path, content) => {
      const names = segments(path);
      const name = names.pop() ?? '';
      let parent = drive.root;
      for (const each of names) parent = child(parent, each) ?? make(drive, parent, each, undefined);
      const there = child(parent, name);
      if (there === undefined) return make(drive, parent, name, content);
      store.setContent(there, content);
      return there;
    },
    addFolder: (parent, name) => make(parent.drive, parent, name, undefined),
    addFile: (parent, name, content) => make(parent.drive, parent, name, content),
    setContent: (item, content) => {
      item.content = content;
      item.contentVersion += 1;
      touch(item);
    },
    rename: (item, name) => {
      item.name = name;
      touch(item);
    },
    move: (item, parent) => {
      if (item.parent !== undefined) item.parent.children = item.parent.children.filter((each) => each !== item);
      item.parent = parent;
      parent.children.push(item);
      touch(item);
    },
    remove: (item) => {
      if (item.parent !== undefined) item.parent.children = item.parent.children.filter((each) => each !== item);
      const forget = (each: DriveItem): void => {
        items.delete(each.id);
        for (const inner of each.children) forget(inner);
      };
      forget(item);
    },
    touch,
  };
  return store;
}

/** Bytes of a file; of a folder all of what is in it. */
export function sizeOf(item: DriveItem): number {
  if (item.content === undefined) return item.children.reduce((sum, child) => sum + sizeOf(child), 0);
  return Buffer.isBuffer(item.content) ? item.content.length : item.content.size;
}

/** An item with all that it is in, from itself to the root. */
export function upwards(item: DriveItem): readonly DriveItem[] {
  return item.parent === undefined ? [item] : [item, ...upwards(item.parent)];
}
