import { z } from 'zod';
import {
  type CloudDrive,
  type CloudFile,
  type CloudFileRef,
  type CloudSite,
  Drive,
  Item,
  itemFields,
  Site,
  Used,
  type UsedThing,
} from './cloud-file.ts';
import type { GraphConnection, GraphPage } from './graph-connection.ts';

/** How a folder is listed. */
export interface FolderOrder {
  readonly by: 'name' | 'lastModifiedDateTime' | 'size';
  readonly isDescending: boolean;
}

/** A folder: the root of a drive, or an item of it. */
export type FolderRef = CloudFileRef | { readonly driveId: string; readonly itemId: 'root' };

const features = ['files'] as const;
const pageCount = 100;
const searchCount = 25;
const usedCount = 50;

const SearchReply = z.object({
  value: z.array(
    z.object({
      hitsContainers: z.array(
        z.object({
          hits: z.array(z.object({ resource: z.unknown() })).default([]),
          moreResultsAvailable: z.boolean().default(false),
        }),
      ),
    }),
  ),
});

const Labels = z.object({ labels: z.array(z.object({ sensitivityLabelId: z.guid() })) });

/** OneDrive and SharePoint, reading, with the person's own rights. Source: https://learn.microsoft.com/graph/onedrive-concept-overview */
export class CloudFiles {
  readonly #connection: GraphConnection;

  constructor(connection: GraphConnection) {
    this.#connection = connection;
  }

  /** The person's OneDrive. @throws AppError `drive-missing` where there is none; the signal's reason */
  myDrive(signal: AbortSignal): Promise<CloudDrive> {
    return this.#connection.json({ path: '/me/drive?$select=id,name', features }, Drive, signal);
  }

  /** A page of a folder. @throws AppError; the signal's reason */
  children(folder: FolderRef, order: FolderOrder, signal: AbortSignal): Promise<GraphPage<CloudFile>> {
    const place = folder.itemId === 'root' ? 'root' : `items/${encodeURIComponent(folder.itemId)}`;
    const sort = encodeURIComponent(`${order.by} ${order.isDescending ? 'desc' : 'asc'}`);
    const path = `/drives/${encodeURIComponent(folder.driveId)}/${place}/children?$select=${itemFields}&$top=${pageCount}&$orderby=${sort}`;
    return this.#connection.page({ path, features }, Item, signal);
  }

  /** The next page of a folder. @throws AppError; the signal's reason */
  moreChildren(next: string, signal: AbortSignal): Promise<GraphPage<CloudFile>> {
    return this.#connection.page({ path: next, features }, Item, signal);
  }

  /** A file or folder as it is now. @throws AppError `graph-not-found`, `graph-forbidden`; the signal's reason */
  item(ref: CloudFileRef, signal: AbortSignal): Promise<CloudFile> {
    return this.#connection.json({ path: `${itemPath(ref)}?$select=${itemFields}`, features }, Item, signal);
  }

  /**
   * What the person has opened lately, files and sites. Microsoft ends `/me/drive/recent` in November 2026; this stays.
   * @throws AppError; the signal's reason
   */
  async used(signal: AbortSignal): Promise<readonly UsedThing[]> {
    const order = encodeURIComponent('LastUsed/LastAccessedDateTime desc');
    const path = `/me/insights/used?$orderby=${order}&$top=${usedCount}`;
    const { items } = await this.#connection.page({ path, features }, Used, signal);
    return items.filter((thing) => thing !== undefined);
  }

  /** Sites that the person follows. @throws AppError; the signal's reason */
  async followedSites(signal: AbortSignal): Promise<readonly CloudSite[]> {
    const path = '/me/followedSites?$select=id,name,displayName,webUrl';
    return (await this.#connection.page({ path, features }, Site, signal)).items;
  }

  /** Sites by the words of their names. @throws AppError; the signal's reason */
  searchSites(text: string, signal: AbortSignal): Promise<GraphPage<CloudSite>> {
    const path = `/sites?search=${encodeURIComponent(text)}&$select=id,name,displayName,webUrl`;
    return this.#connection.page({ path, features }, Site, signal);
  }

  /** Libraries of a site. @throws AppError; the signal's reason */
  async libraries(site: Pick<CloudSite, 'id'>, signal: AbortSignal): Promise<readonly CloudDrive[]> {
    const path = `/sites/${encodeURIComponent(site.id)}/drives?$select=id,name`;
    return (await this.#connection.page({ path, features }, Drive, signal)).items;
  }

  /** Files everywhere that the person may read, by words of name and content. @throws AppError; the signal's reason */
  search(text: string, { from }: { readonly from: number }, signal: AbortSignal) {
    // SECURITY: words stay words; what the query language reads as its own is taken out.
    const words = text
      .replace(/[^\p{L}\p{M}\p{N}\s._-]/gu, ' ')
      .replace(/\b(AND|OR|NOT|NEAR|ONEAR|XRANK|WORDS)\b/g, (word) => word.toLowerCase());
    return this.#find({ query: { queryString: words.trim() }, from }, signal);
  }

  /**
   * Files that others share with this person. Microsoft ends `/me/drive/sharedWithMe` in November 2026; the search finds them
   * by the property in which SharePoint writes down with whom a file is shared.
   * @throws AppError; the signal's reason
   */
  sharedWith(userPrincipalName: string, { from }: { readonly from: number }, signal: AbortSignal) {
    const name = userPrincipalName.replace(/["\s]/g, '');
    const sortProperties = [{ name: 'lastModifiedDateTime', isDescending: true }];
    return this.#find({ query: { queryString: `SharedWithUsersOWSUSER:"${name}"` }, sortProperties, from }, signal);
  }

  /** Ids of a file's sensitivity labels. @throws AppError `cloud-file-locked` where it is encrypted so that nobody can tell */
  async labels(ref: CloudFileRef, signal: AbortSignal): Promise<readonly string[]> {
    const request = {
      path: `${itemPath(ref)}/extractSensitivityLabels`,
      method: 'POST',
      features,
      isRepeatable: true,
    } as const;
    const { labels } = await this.#connection.json(request, Labels, signal);
    return labels.map(({ sensitivityLabelId }) => sensitivityLabelId.toLowerCase());
  }

  async #find(
    question: {
      readonly query: { readonly queryString: string };
      readonly from: number;
      readonly sortProperties?: unknown;
    },
    signal: AbortSignal,
  ): Promise<{ readonly items: readonly CloudFile[]; readonly hasMore: boolean }> {
    if (question.query.queryString === '') return { items: [], hasMore: false };
    const body = { requests: [{ entityTypes: ['driveItem'], size: searchCount, ...question }] };
    const request = { path: '/search/query', features, body, isRepeatable: true };
    const { value } = await this.#connection.json(request, SearchReply, signal);
    const containers = value.flatMap(({ hitsContainers }) => hitsContainers);
    const items = containers.flatMap(({ hits }) =>
      hits.flatMap(({ resource }) => {
        const item = Item.safeParse(resource);
        return item.success ? [item.data] : [];
      }),
    );
    return { items, hasMore: containers.some(({ moreResultsAvailable }) => moreResultsAvailable) };
  }
}

/** The path of an item, below `/v1.0`. */
export function itemPath({ driveId, itemId }: CloudFileRef): string {
  return `/drives/${encodeURIComponent(driveId)}/items/${encodeURIComponent(itemId)}`;
}
