import { z } from 'zod';
import { plain } from './directory-entry.ts';

/** Where a file or folder is; enough to ask for it again. */
export interface CloudFileRef {
  readonly driveId: string;
  readonly itemId: string;
}

/** A file or folder of OneDrive or SharePoint. */
export interface CloudFile extends CloudFileRef {
  readonly kind: 'file' | 'folder';
  /** To be shown; nothing on this computer may be called by it unchecked. */
  readonly name: string;
  /** In bytes. */
  readonly size: number;
  readonly mimeType: string | undefined;
  /** Changes with the content alone, `eTag` with the name and place too. */
  readonly cTag: string | undefined;
  readonly eTag: string | undefined;
  /** Where a person opens it in a browser. */
  readonly webUrl: string | undefined;
  /** Milliseconds since the epoch. */
  readonly modified: number | undefined;
  readonly modifiedBy: string | undefined;
}

/** A site of SharePoint. */
export interface CloudSite {
  readonly id: string;
  readonly name: string;
  readonly webUrl: string | undefined;
}

/** A library of a site, or somebody's OneDrive. */
export interface CloudDrive {
  readonly id: string;
  readonly name: string;
}

/** SECURITY: ids become parts of addresses that the person's token is sent to. */
const driveId = z.string().regex(/^[\w!-]{1,200}$/);
const itemId = z.string().regex(/^[\w!-]{1,200}$/);
const siteId = z.string().regex(/^[\w.,:-]{1,400}$/);
const text = z.string().transform(plain).nullish().catch(undefined);
const tag = z.string().max(400).optional().catch(undefined);
/** SECURITY: becomes a link that a person may click. */
const webUrl = z
  .string()
  .max(4000)
  .refine((address) => /^https:\/\//i.test(address) && URL.canParse(address))
  .optional()
  .catch(undefined);

/** What is asked of an item; the fields of `Item`. */
export const itemFields =
  'id,name,size,file,folder,parentReference,webUrl,eTag,cTag,lastModifiedDateTime,lastModifiedBy';

const ItemObject = z.object({
  id: itemId,
  name: z.string().max(1000),
  size: z.number().int().nonnegative().catch(0),
  file: z.object({ mimeType: z.string().max(200).optional().catch(undefined) }).optional(),
  folder: z.looseObject({}).optional(),
  parentReference: z.object({ driveId }),
  webUrl,
  eTag: tag,
  cTag: tag,
  lastModifiedDateTime: z.string().optional().catch(undefined),
  lastModifiedBy: z
    .object({ user: z.object({ displayName: text }) })
    .optional()
    .catch(undefined),
  '@microsoft.graph.downloadUrl': z.string().max(8192).optional().catch(undefined),
});

/** Source: https://learn.microsoft.com/graph/api/resources/driveitem */
export const Item = ItemObject.transform(fileOf);

/** An item with the address of its bytes. */
export const DownloadableItem = ItemObject.transform((item) => ({
  file: fileOf(item),
  downloadUrl: item['@microsoft.graph.downloadUrl'],
}));

/** Source: https://learn.microsoft.com/graph/api/resources/site */
export const Site = z.object({ id: siteId, displayName: text, name: text, webUrl }).transform((site): CloudSite => ({
  id: site.id,
  name: site.displayName ?? site.name ?? site.id,
  webUrl: site.webUrl,
}));

/** Source: https://learn.microsoft.com/graph/api/resources/drive */
export const Drive = z
  .object({ id: driveId, name: text })
  .transform((drive): CloudDrive => ({ id: drive.id, name: drive.name ?? drive.id }));

/** Source: https://learn.microsoft.com/graph/api/resources/insights-used */
export const Used = z
  .object({
    resourceVisualization: z.object({ title: text }),
    resourceReference: z.object({ id: z.string().max(1000), webUrl }),
  })
  .transform(({ resourceVisualization, resourceReference }): UsedThing | undefined => {
    const { id, webUrl: address } = resourceReference;
    const name = resourceVisualization.title ?? '';
    const [, drive, item] = /^drives\/([\w!-]+)\/items\/([\w!-]+)$/.exec(id) ?? [];
    if (drive !== undefined && item !== undefined) return { kind: 'file', name, ref: { driveId: drive, itemId: item } };
    const site = /^sites\/([\w.,:-]+)$/.exec(id)?.[1];
    return site === undefined ? undefined : { kind: 'site', name, site: { id: site, name, webUrl: address } };
  });

/** What somebody has opened lately. */
export type UsedThing =
  | { readonly kind: 'file'; readonly name: string; readonly ref: CloudFileRef }
  | { readonly kind: 'site'; readonly name: string; readonly site: CloudSite };

function fileOf(item: z.output<typeof ItemObject>): CloudFile {
  const modified = Date.parse(item.lastModifiedDateTime ?? '');
  return {
    kind: item.folder === undefined ? 'file' : 'folder',
    driveId: item.parentReference.driveId,
    itemId: item.id,
    name: plain(item.name),
    size: item.size,
    mimeType: item.file?.mimeType,
    cTag: item.cTag,
    eTag: item.eTag,
    webUrl: item.webUrl,
    modified: Number.isNaN(modified) ? undefined : modified,
    modifiedBy: item.lastModifiedBy?.user.displayName ?? undefined,
  };
}
