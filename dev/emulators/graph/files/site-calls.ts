import type { CallName } from '../calls.ts';
import type { GraphCall, GraphHandler } from '../graph-call.ts';
import { badRequest, bodyOf, parameter } from '../graph-call.ts';
import { listOf, pageOf } from '../paging.ts';
import { fold, matchesTokens, tokensOf } from '../people/clauses.ts';
import { ok } from '../people/user-calls.ts';
import { reduce, selected } from '../select.ts';
import type { FileAccess } from './access.ts';
import type { DriveItem } from './drive-store.ts';
import type { Estate, Site } from './estate.ts';
import { driveResource } from './item-calls.ts';
import { itemResource, webUrlOf } from './item-resource.ts';
import type { FileStorage } from './storage.ts';

const siteProperties = ['id', 'name', 'displayName', 'webUrl', 'description'];
const driveProperties = ['id', 'name', 'driveType', 'webUrl', 'owner'];
const mostHits = 500;

/** The calls about sites, what somebody has opened last, and the search over all files. */
export function siteCalls(options: {
  readonly origin: string;
  readonly estate: Estate;
  readonly access: FileAccess;
  readonly storage: FileStorage;
}) {
  const { origin, estate, access, storage } = options;
  const readable = (call: GraphCall): readonly Site[] =>
    estate.sites.filter((site) => access.mayReadSite(call.caller, site));
  const followedBy = (call: GraphCall): readonly string[] => estate.followed.get(call.caller.person.id) ?? [];
  const allItems = (call: GraphCall): readonly DriveItem[] => {
    if (!estate.unlicensed.has(call.caller.person.id)) estate.driveOf(call.caller.person.id);
    const below = (item: DriveItem): readonly DriveItem[] => [item, ...item.children.flatMap(below)];
    return estate.drives
      .flatMap(({ root }) => root.children.flatMap(below))
      .filter((item) => access.mayRead(call.caller, item));
  };
  const usedItems = (call: GraphCall): readonly DriveItem[] => {
    const opened = estate.used.get(call.caller.person.id);
    if (opened !== undefined) {
      const found = opened.map((id) => estate.item(id)).filter((item) => item !== undefined);
      return found.filter((item) => access.mayRead(call.caller, item));
    }
    const own = estate.unlicensed.has(call.caller.person.id) ? [] : [estate.driveOf(call.caller.person.id)];
    const libraries = readable(call)
      .slice(0, 2)
      .flatMap((site) => site.libraries);
    return [...own, ...libraries].flatMap(({ root }) => root.children.filter(({ content }) => content !== undefined));
  };
  const handlers = {
    'sites-search': (call) => {
      const text = call.query.get('search');
      if (text === null || text === '') throw badRequest("The parameter 'search' is required.", 'invalidRequest');
      const looked = text === '*' ? undefined : tokensOf(text);
      const list = readable(call).filter(
        ({ displayName }) => looked === undefined || matchesTokens(tokensOf(displayName), looked),
      );
      const names = selected(call, { type: 'site', known: siteProperties });
      const { items, nextLink } = pageOf(call, listOf(list), { origin, usual: 100, most: 500 });
      return ok({
        '@odata.context': `${origin}/v1.0/$metadata#sites`,
        ...(nextLink === undefined ? {} : { '@odata.nextLink': nextLink }),
        value: items.map((site) => reduce(siteResource(site), names)),
      });
    },
    'sites-followed': (call) => {
      const names = selected(call, { type: 'site', known: siteProperties });
      const list = readable(call).filter(({ id }) => followedBy(call).includes(id));
      return ok({
        '@odata.context': `${origin}/v1.0/$metadata#sites`,
        value: list.map((site) => reduce(siteResource(site), names)),
      });
    },
    site: (call) => {
      const names = selected(call, { type: 'site', known: siteProperties });
      return ok({
        '@odata.context': `${origin}/v1.0/$metadata#sites/$entity`,
        ...reduce(siteResource(access.site(call.caller, parameter(call, 'site'))), names),
      });
    },
    'site-drives': (call) => {
      const names = selected(call, { type: 'drive', known: driveProperties });
      const { items, nextLink } = pageOf(call, listOf(access.site(call.caller, parameter(call, 'site')).libraries), {
        origin,
        usual: 100,
        most: 500,
      });
      return ok({
        '@odata.context': `${origin}/v1.0/$metadata#drives`,
        ...(nextLink === undefined ? {} : { '@odata.nextLink': nextLink }),
        value: items.map((drive) => reduce(driveResource(drive), names)),
      });
    },
    used: (call) => {
      const filter = call.query.get('$filter');
      const order = call.query.get('$orderby');
      if (order !== null && order.toLowerCase() !== 'lastused/lastaccesseddatetime desc')
        throw badRequest('The order is not supported.');
      const type = filter === null ? undefined : /^resourcevisualization\/type (eq|ne) '(\w+)'$/i.exec(filter);
      if (type === null) throw badRequest('The filter is not supported.');
      const insights = [
        ...usedItems(call).map((item) =>
          insight(
            item.id,
            { title: item.name, type: 'Text', container: item.drive.name },
            {
              webUrl: webUrlOf(item),
              id: `drives/${item.drive.id}/items/${item.id}`,
              type: 'microsoft.graph.driveItem',
            },
          ),
        ),
        ...readable(call)
          .slice(0, 3)
          .map((site) =>
            insight(
              site.id,
              { title: site.displayName, type: 'spsite', container: site.displayName },
              { webUrl: site.webUrl, id: `sites/${site.id}`, type: 'microsoft.graph.siteItem' },
            ),
          ),
      ];
      const list = insights.filter(
        ({ resourceVisualization }) =>
          type === undefined ||
          (resourceVisualization.type.toLowerCase() === type[2]?.toLowerCase()) === (type[1]?.toLowerCase() === 'eq'),
      );
      const { items } = pageOf(call, listOf(list), { origin, usual: 100, most: 1000 });
      return ok({ '@odata.context': `${origin}/v1.0/$metadata#users('me')/insights/used`, value: items });
    },
    search: (call) => {
      const requests = bodyOf(call)['requests'];
      if (!Array.isArray(requests) || requests.length !== 1)
        throw badRequest('Exactly one search request is supported.', 'invalidRequest');
      const {
        entityTypes,
        query,
        from = 0,
        size = 25,
        fields,
        sortProperties,
      } = requests[0] as Readonly<Record<string, unknown>>;
      const text = (query as { readonly queryString?: unknown } | undefined)?.queryString;
      if (!Array.isArray(entityTypes) || entityTypes.join() !== 'driveItem')
        throw badRequest('The entity types are not supported.', 'invalidRequest');
      if (typeof text !== 'string' || text === '' || fields !== undefined)
        throw badRequest('The query is not valid.', 'invalidRequest');
      if (typeof from !== 'number' || typeof size !== 'number' || size < 1 || size > mostHits)
        throw badRequest('The size is not valid.', 'invalidRequest');
      const found = findItems(text, allItems(call), call.caller.person);
      if (sortProperties !== undefined) found.sort((one, other) => other.modified - one.modified);
      const hits = found.slice(from, from + size).map((item, index) => {
        // The address for downloading is not part of what a search tells.
        const { '@microsoft.graph.downloadUrl': _, ...resource } = itemResource(item, storage.downloadUrl);
        return {
          hitId: item.id,
          rank: from + index + 1,
          summary: `<c0>${item.name}</c0><ddd/>`,
          resource: { '@odata.type': '#microsoft.graph.driveItem', ...resource },
        };
      });
      return ok({
        '@odata.context': `${origin}/v1.0/$metadata#Collection(microsoft.graph.searchResponse)`,
        value: [
          {
            searchTerms: tokensOf(text),
            hitsContainers: [{ hits, total: found.length, moreResultsAvailable: from + size < found.length }],
          },
        ],
      });
    },
  } satisfies Partial<Record<CallName, GraphHandler>>;
  return handlers;
}

function siteResource({ id, name, displayName, webUrl }: Site): Readonly<Record<string, unknown>> {
  return { id, name, displayName, webUrl, description: '' };
}

function insight(
  id: string,
  { title, type, container }: { title: string; type: string; container: string },
  resourceReference: Readonly<Record<string, string>>,
) {
  return {
    id: Buffer.from(id).toString('base64url'),
    lastUsed: { lastAccessedDateTime: '2026-11-20T08:00:00Z', lastModifiedDateTime: '2026-11-20T08:00:00Z' },
    resourceVisualization: { title, type, mediaType: 'application/octet-stream', containerDisplayName: container },
    resourceReference,
  };
}

/** Words of a name or of a text's content, and whom a file is shared with, in the Keyword Query Language. */
function findItems(
  text: string,
  items: readonly DriveItem[],
  person: { readonly objectId: string; readonly userPrincipalName: string },
): DriveItem[] {
  const shared = /^SharedWithUsersOWSUSER:"?([^"\s]+)"?$/i.exec(text)?.[1];
  if (shared !== undefined) {
    const isMe = shared.toLowerCase() === person.userPrincipalName.toLowerCase();
    return items.filter(
      ({ grants }) => isMe && grants.some(({ to }) => to.kind === 'user' && to.id === person.objectId),
    );
  }
  const looked = tokensOf(text.replaceAll('*', ' '));
  return items.filter(({ name, content }) => {
    if (looked.length === 0) return content !== undefined;
    if (matchesTokens(tokensOf(name), looked)) return true;
    return (
      Buffer.isBuffer(content) &&
      content.length < 100_000 &&
      looked.every((word) => fold(content.toString('utf8')).includes(word))
    );
  });
}
