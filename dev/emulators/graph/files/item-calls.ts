import type { CallName } from '../calls.ts';
import type { GraphCall, GraphHandler, GraphReply } from '../graph-call.ts';
import { badRequest, bodyOf, GraphRefusal, parameter } from '../graph-call.ts';
import { listOf, pageOf } from '../paging.ts';
import { ok } from '../people/user-calls.ts';
import { reduce, selected } from '../select.ts';
import type { FileAccess } from './access.ts';
import { notFound } from './access.ts';
import type { Drive, DriveItem } from './drive-store.ts';
import type { Estate } from './estate.ts';
import { eTagOf, itemProperties, itemResource } from './item-resource.ts';
import type { FileStorage } from './storage.ts';

/** What the calls about drives and their items work with. */
export interface ItemCallOptions {
  readonly origin: string;
  readonly estate: Estate;
  readonly access: FileAccess;
  readonly storage: FileStorage;
  readonly tenantId: string;
}

const driveProperties = ['id', 'name', 'driveType', 'webUrl', 'owner'];
const itemPages = { usual: 200, most: 1000 };
const sortable: Readonly<Record<string, (item: DriveItem) => string | number>> = {
  name: ({ name }) => name.toLowerCase(),
  lastModifiedDateTime: ({ modified }) => modified,
  size: ({ content }) => (content === undefined ? 0 : Buffer.isBuffer(content) ? content.length : content.size),
};

/** The calls about drives, folders and files. */
export function itemCalls(options: ItemCallOptions) {
  const { origin, estate, access, storage } = options;
  const itemOf = (call: GraphCall): DriveItem =>
    access.item(call.caller, parameter(call, 'drive'), parameter(call, 'item'));
  const one = (call: GraphCall, item: DriveItem): GraphReply => {
    const names = selected(call, { type: 'driveItem', known: itemProperties });
    const etag = eTagOf(item);
    if (call.headers['if-none-match'] === etag) return { status: 304 };
    return {
      status: 200,
      headers: { etag },
      body: {
        '@odata.context': `${origin}/v1.0/$metadata#drives/$entity`,
        ...reduce(itemResource(item, storage.downloadUrl), names),
      },
    };
  };
  const children = (call: GraphCall, folder: DriveItem): GraphReply => {
    if (folder.content !== undefined) throw badRequest('The item is not a folder.', 'invalidRequest');
    const names = selected(call, { type: 'driveItem', known: itemProperties });
    const [property = '', direction = 'asc'] = call.query.get('$orderby')?.split(' ') ?? ['name'];
    const key = sortable[property];
    if (key === undefined) throw badRequest(`'${property}' cannot be sorted by.`, 'invalidRequest');
    const sign = direction === 'desc' ? -1 : 1;
    const sorted = folder.children.toSorted((left, other) =>
      key(left) < key(other) ? -sign : key(left) > key(other) ? sign : 0,
    );
    const { items, nextLink } = pageOf(call, listOf(sorted), { origin, ...itemPages });
    return ok({
      '@odata.context': `${origin}/v1.0/$metadata#Collection(driveItem)`,
      ...(nextLink === undefined ? {} : { '@odata.nextLink': nextLink }),
      value: items.map((item) => reduce(itemResource(item, storage.downloadUrl), names)),
    });
  };
  const upload = (call: GraphCall, target: { readonly parent: DriveItem; readonly name: string }): GraphReply => {
    access.requireWriter(call.caller, target.parent);
    const settings = bodyOf(call)['item'] as Readonly<Record<string, unknown>> | undefined;
    const behaviour = settings?.['@microsoft.graph.conflictBehavior'] ?? 'fail';
    if (behaviour !== 'fail' && behaviour !== 'replace' && behaviour !== 'rename')
      throw badRequest('Invalid conflict behaviour.', 'invalidRequest');
    const there = target.parent.children.find(({ name }) => name.toLowerCase() === target.name.toLowerCase());
    const match = call.headers['if-match'];
    if (match !== undefined && (there === undefined || eTagOf(there) !== match)) {
      throw new GraphRefusal(412, 'preconditionFailed', 'ETag does not match current item value.');
    }
    if (there !== undefined && behaviour === 'fail') throw nameTaken();
    return ok(
      storage.openUpload({
        ...target,
        behaviour,
        by: call.caller.person.displayName,
      }),
    );
  };
  const handlers = {
    'my-drive': (call) => driveReply(call, access.ownDrive(call.caller), origin),
    'my-root-children': (call) => children(call, access.ownDrive(call.caller).root),
    'app-folder': (call) => {
      const { root } = access.ownDrive(call.caller);
      const apps = root.children.find(({ name }) => name === 'Apps') ?? estate.addFolder(root, 'Apps');
      return one(call, apps.children.find(({ name }) => name === 'Parley') ?? estate.addFolder(apps, 'Parley'));
    },
    drive: (call) => driveReply(call, access.drive(call.caller, parameter(call, 'drive')), origin),
    'root-children': (call) => children(call, access.drive(call.caller, parameter(call, 'drive')).root),
    item: (call) => one(call, itemOf(call)),
    'item-children': (call) => children(call, itemOf(call)),
    'item-content': (call) => {
      const item = itemOf(call);
      if (item.content === undefined) throw notFound();
      if (item.lock !== undefined)
        throw new GraphRefusal(423, 'resourceLocked', 'The resource you are attempting to access is locked');
      return { status: 302, headers: { location: storage.downloadUrl(item) } };
    },
    'item-delete': (call) => {
      const item = itemOf(call);
      access.requireWriter(call.caller, item);
      const match = call.headers['if-match'];
      if (match !== undefined && match !== eTagOf(item))
        throw new GraphRefusal(412, 'preconditionFailed', 'ETag does not match current item value.');
      if (item.lock !== undefined)
        throw new GraphRefusal(423, 'resourceLocked', 'The resource you are attempting to access is locked');
      estate.remove(item);
      return { status: 204 };
    },
    'item-labels': (call) => {
      const item = itemOf(call);
      if (item.lock === 'encrypted')
        throw new GraphRefusal(423, 'fileDoubleKeyEncrypted', 'The file is protected via double key encryption.');
      return ok({
        '@odata.context': `${origin}/v1.0/$metadata#microsoft.graph.extractSensitivityLabelsResult`,
        labels: item.labels.map((label) => ({
          sensitivityLabelId: labelId(label),
          assignmentMethod: 'standard',
          tenantId: options.tenantId,
        })),
      });
    },
    'upload-new': (call) => {
      const name = parameter(call, 'name');
      if (!isFileName(name))
        throw badRequest('The provided name cannot contain the characters " * : < > ? / \\ |', 'invalidRequest');
      return upload(call, { parent: itemOf(call), name });
    },
    'upload-over': (call) => {
      const item = itemOf(call);
      if (item.parent === undefined || item.content === undefined)
        throw badRequest('The item is not a file.', 'invalidRequest');
      return upload(
        { ...call, body: { item: { '@microsoft.graph.conflictBehavior': 'replace' } } },
        { parent: item.parent, name: item.name },
      );
    },
  } satisfies Partial<Record<CallName, GraphHandler>>;
  return handlers;
}

/** A drive as Graph writes it. */
export function driveResource(drive: Drive): Readonly<Record<string, unknown>> {
  const { id, name, webUrl, kind } = drive;
  return {
    id,
    name,
    driveType: kind.of === 'person' ? 'business' : 'documentLibrary',
    webUrl,
    owner: kind.of === 'person' ? { user: { id: kind.personId, displayName: kind.displayName } } : {},
  };
}

/** The label ids of the demo tenant, which are GUIDs like everybody's. */
export function labelId(label: string): string {
  const known: Readonly<Record<string, string>> = {
    general: '1a6e1000-0000-4000-8000-000000000001',
    confidential: '1a6e1000-0000-4000-8000-000000000002',
  };
  return known[label] ?? label;
}

/** The refusal of a name that is taken. */
export function nameTaken(): GraphRefusal {
  return new GraphRefusal(409, 'nameAlreadyExists', 'An item with the same name already exists under the parent');
}

function driveReply(call: GraphCall, drive: Drive, origin: string): GraphReply {
  const names = selected(call, { type: 'drive', known: driveProperties });
  return ok({ '@odata.context': `${origin}/v1.0/$metadata#drives/$entity`, ...reduce(driveResource(drive), names) });
}

/** Source: https://support.microsoft.com/office/64883a5d-228e-48f5-b3d2-eb39e07630fa */
function isFileName(name: string): boolean {
  const isDevice = /^(con|prn|aux|nul|com\d|lpt\d|\.lock|desktop\.ini)$/i.test(name.split('.')[0] ?? '');
  return name.length > 0 && name.length <= 255 && !/["*:<>?/\\|]/.test(name) && !/^[ ~]|[ .]$/.test(name) && !isDevice;
}
