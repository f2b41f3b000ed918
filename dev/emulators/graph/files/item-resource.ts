import { createHash } from 'node:crypto';
import type { DriveItem } from './drive-store.ts';
import { sizeOf, upwards } from './drive-store.ts';

/** The properties of a driveItem that the emulator knows. Source: https://learn.microsoft.com/graph/api/resources/driveitem */
export const itemProperties = [
  'id',
  'name',
  'size',
  'eTag',
  'cTag',
  'webUrl',
  'createdDateTime',
  'lastModifiedDateTime',
  'lastModifiedBy',
  'parentReference',
  'file',
  'folder',
  'root',
  'shared',
  '@microsoft.graph.downloadUrl',
];

const types: Readonly<Record<string, string>> = {
  md: 'text/markdown',
  txt: 'text/plain',
  csv: 'text/csv',
  html: 'text/html',
  pdf: 'application/pdf',
  docx: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  png: 'image/png',
  mp4: 'video/mp4',
};

/** A driveItem as Graph writes it; `downloadUrl` makes an address that opens for a while without a token. */
export function itemResource(
  item: DriveItem,
  downloadUrl: (item: DriveItem) => string,
): Readonly<Record<string, unknown>> {
  const { drive, parent, content } = item;
  return {
    id: item.id,
    name: item.name,
    size: sizeOf(item),
    eTag: eTagOf(item),
    cTag: `"c:{${guidOf(item)}},${item.contentVersion}"`,
    webUrl: webUrlOf(item),
    createdDateTime: new Date(item.created).toISOString(),
    lastModifiedDateTime: new Date(item.modified).toISOString(),
    lastModifiedBy: { user: { displayName: item.modifiedBy } },
    parentReference: {
      driveId: drive.id,
      driveType: drive.kind.of === 'person' ? 'business' : 'documentLibrary',
      ...(parent === undefined
        ? {}
        : { id: parent.id, name: parent.name, path: `/drives/${drive.id}/root:${pathOf(parent)}` }),
      ...(drive.kind.of === 'site' ? { siteId: drive.kind.siteId } : {}),
    },
    ...(parent === undefined ? { root: {} } : {}),
    ...(content === undefined
      ? { folder: { childCount: item.children.length } }
      : {
          file: {
            mimeType: types[extensionOf(item.name)] ?? 'application/octet-stream',
            hashes: { quickXorHash: hashOf(item) },
          },
        }),
    ...(item.grants.length === 0 ? {} : { shared: { scope: 'users' } }),
    ...(content === undefined ? {} : { '@microsoft.graph.downloadUrl': downloadUrl(item) }),
  };
}

/** Changes with everything about an item. */
export function eTagOf(item: DriveItem): string {
  return `"{${guidOf(item)}},${item.version}"`;
}

/** Where a person opens it in a browser. */
export function webUrlOf(item: DriveItem): string {
  return `${item.drive.webUrl}${pathOf(item).split('/').map(encodeURIComponent).join('/')}`;
}

function pathOf(item: DriveItem): string {
  const names = upwards(item)
    .slice(0, -1)
    .map(({ name }) => name);
  return names.length === 0 ? '' : `/${names.toReversed().join('/')}`;
}

function extensionOf(name: string): string {
  return /\.([a-z0-9]+)$/i.exec(name)?.[1]?.toLowerCase() ?? '';
}

function guidOf(item: DriveItem): string {
  const hex = createHash('sha256').update(item.id).digest('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`.toUpperCase();
}

function hashOf(item: DriveItem): string {
  return createHash('sha1').update(`${item.id}:${item.contentVersion}`).digest('base64');
}
