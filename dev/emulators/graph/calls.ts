/** One call of Microsoft Graph that the emulator answers. */
export interface CallRule {
  readonly method: 'GET' | 'POST' | 'PATCH' | 'DELETE';
  /** Below `/v1.0`; a name in braces stands for one segment. */
  readonly path: string;
  /** Query options that it takes. */
  readonly query: readonly string[];
  /** Headers that it takes besides those of every call. */
  readonly headers: readonly string[];
  /** Delegated permissions, of which the token needs one; least privileged first. */
  readonly permissions: readonly string[];
  /** Page of Microsoft's documentation below https://learn.microsoft.com/graph/. */
  readonly page: string;
}

const readsSelf = ['User.Read', 'User.Read.All', 'Directory.Read.All'];
const readsUsers = ['User.ReadBasic.All', 'User.Read.All', 'Directory.Read.All'];
const readsManager = ['User.Read.All', 'Directory.Read.All'];
const readsGroups = ['GroupMember.Read.All', 'Group.Read.All', 'Directory.Read.All'];
const readsFiles = ['Files.Read', 'Files.ReadWrite', 'Files.Read.All', 'Files.ReadWrite.All', 'Sites.Read.All'];
const writesFiles = ['Files.ReadWrite', 'Files.ReadWrite.All'];
const readsSites = ['Sites.Read.All'];
const directoryQuery = ['$search', '$filter', '$select', '$top', '$count', '$orderby', '$skiptoken'];
const directoryHeaders = ['consistencylevel'];
const pageQuery = ['$select', '$top', '$skiptoken'];

const get = { method: 'GET', query: [], headers: [] } as const;
const post = { method: 'POST', query: [], headers: ['content-type'] } as const;

/**
 * Every path, query option and header that the emulator takes, with the page that describes it; all else is refused, so that
 * the product sends nothing that is not listed here. `drive: recent`, `drive: sharedWithMe` and the insights of shared files
 * are missing on purpose: Microsoft has announced that they return nothing after November 2026.
 */
export const calls = {
  me: { ...get, path: '/me', query: ['$select'], permissions: readsSelf, page: 'api/user-get' },
  'me-photo': { ...get, path: '/me/photo/$value', permissions: readsSelf, page: 'api/profilephoto-get' },
  'me-photo-size': { ...get, path: '/me/photos/{size}/$value', permissions: readsSelf, page: 'api/profilephoto-get' },
  'me-manager': {
    ...get,
    path: '/me/manager',
    query: ['$select'],
    permissions: readsManager,
    page: 'api/user-list-manager',
  },
  'me-check-objects': {
    ...post,
    path: '/me/checkMemberObjects',
    permissions: readsSelf,
    page: 'api/directoryobject-checkmemberobjects',
  },
  'me-check-groups': {
    ...post,
    path: '/me/checkMemberGroups',
    permissions: readsSelf,
    page: 'api/directoryobject-checkmembergroups',
  },
  'me-groups': {
    ...get,
    path: '/me/memberOf',
    query: pageQuery,
    permissions: readsSelf,
    page: 'api/user-list-memberof',
  },
  'me-people': {
    ...get,
    path: '/me/people',
    query: ['$search', '$select', '$top', '$skip', '$filter'],
    permissions: ['People.Read', 'People.Read.All'],
    page: 'api/user-list-people',
  },
  'me-contacts': {
    ...get,
    path: '/me/contacts',
    query: ['$filter', '$select', '$top', '$skiptoken', '$orderby'],
    permissions: ['Contacts.Read'],
    page: 'api/user-list-contacts',
  },
  users: {
    ...get,
    path: '/users',
    query: directoryQuery,
    headers: directoryHeaders,
    permissions: readsUsers,
    page: 'api/user-list',
  },
  user: { ...get, path: '/users/{user}', query: ['$select'], permissions: readsUsers, page: 'api/user-get' },
  'user-manager': {
    ...get,
    path: '/users/{user}/manager',
    query: ['$select'],
    permissions: readsManager,
    page: 'api/user-list-manager',
  },
  'user-photo': {
    ...get,
    path: '/users/{user}/photo/$value',
    permissions: ['ProfilePhoto.Read.All', ...readsUsers],
    page: 'api/profilephoto-get',
  },
  'user-photo-size': {
    ...get,
    path: '/users/{user}/photos/{size}/$value',
    permissions: ['ProfilePhoto.Read.All', ...readsUsers],
    page: 'api/profilephoto-get',
  },
  groups: {
    ...get,
    path: '/groups',
    query: directoryQuery,
    headers: directoryHeaders,
    permissions: readsGroups,
    page: 'api/group-list',
  },
  group: { ...get, path: '/groups/{group}', query: ['$select'], permissions: readsGroups, page: 'api/group-get' },
  'group-members': {
    ...get,
    path: '/groups/{group}/members',
    query: [...pageQuery, '$count'],
    headers: directoryHeaders,
    permissions: readsGroups,
    page: 'api/group-list-members',
  },
  'group-all-members': {
    ...get,
    path: '/groups/{group}/transitiveMembers',
    query: [...pageQuery, '$count'],
    headers: directoryHeaders,
    permissions: readsGroups,
    page: 'api/group-list-transitivemembers',
  },
  'group-owners': {
    ...get,
    path: '/groups/{group}/owners',
    query: pageQuery,
    permissions: readsGroups,
    page: 'api/group-list-owners',
  },
  'my-drive': { ...get, path: '/me/drive', query: ['$select'], permissions: readsFiles, page: 'api/drive-get' },
  'my-root-children': {
    ...get,
    path: '/me/drive/root/children',
    query: [...pageQuery, '$orderby'],
    permissions: readsFiles,
    page: 'api/driveitem-list-children',
  },
  'app-folder': {
    ...get,
    path: '/me/drive/special/approot',
    query: ['$select'],
    permissions: writesFiles,
    page: 'api/drive-get-specialfolder',
  },
  drive: { ...get, path: '/drives/{drive}', query: ['$select'], permissions: readsFiles, page: 'api/drive-get' },
  'root-children': {
    ...get,
    path: '/drives/{drive}/root/children',
    query: [...pageQuery, '$orderby'],
    permissions: readsFiles,
    page: 'api/driveitem-list-children',
  },
  item: {
    ...get,
    path: '/drives/{drive}/items/{item}',
    query: ['$select'],
    headers: ['if-none-match'],
    permissions: readsFiles,
    page: 'api/driveitem-get',
  },
  'item-children': {
    ...get,
    path: '/drives/{drive}/items/{item}/children',
    query: [...pageQuery, '$orderby'],
    permissions: readsFiles,
    page: 'api/driveitem-list-children',
  },
  'item-content': {
    ...get,
    path: '/drives/{drive}/items/{item}/content',
    permissions: readsFiles,
    page: 'api/driveitem-get-content',
  },
  'item-delete': {
    ...get,
    method: 'DELETE',
    path: '/drives/{drive}/items/{item}',
    headers: ['if-match'],
    permissions: writesFiles,
    page: 'api/driveitem-delete',
  },
  'item-labels': {
    ...post,
    path: '/drives/{drive}/items/{item}/extractSensitivityLabels',
    permissions: readsFiles,
    page: 'api/driveitem-extractsensitivitylabels',
  },
  'item-permissions': {
    ...get,
    path: '/drives/{drive}/items/{item}/permissions',
    permissions: readsFiles,
    page: 'api/driveitem-list-permissions',
  },
  'item-invite': {
    ...post,
    path: '/drives/{drive}/items/{item}/invite',
    permissions: writesFiles,
    page: 'api/driveitem-invite',
  },
  'item-link': {
    ...post,
    path: '/drives/{drive}/items/{item}/createLink',
    permissions: writesFiles,
    page: 'api/driveitem-createlink',
  },
  'permission-change': {
    ...post,
    method: 'PATCH',
    path: '/drives/{drive}/items/{item}/permissions/{permission}',
    permissions: writesFiles,
    page: 'api/permission-update',
  },
  'permission-delete': {
    ...get,
    method: 'DELETE',
    path: '/drives/{drive}/items/{item}/permissions/{permission}',
    permissions: writesFiles,
    page: 'api/permission-delete',
  },
  'upload-new': {
    ...post,
    path: '/drives/{drive}/items/{item}:/{name}:/createUploadSession',
    headers: ['content-type', 'if-match'],
    permissions: ['Files.ReadWrite', 'Files.ReadWrite.All'],
    page: 'api/driveitem-createuploadsession',
  },
  'upload-over': {
    ...post,
    path: '/drives/{drive}/items/{item}/createUploadSession',
    headers: ['content-type', 'if-match'],
    permissions: ['Files.ReadWrite', 'Files.ReadWrite.All'],
    page: 'api/driveitem-createuploadsession',
  },
  'sites-search': {
    ...get,
    path: '/sites',
    query: ['search', '$select', '$top', '$skiptoken'],
    permissions: readsSites,
    page: 'api/site-search',
  },
  'sites-followed': {
    ...get,
    path: '/me/followedSites',
    query: ['$select'],
    permissions: readsSites,
    page: 'api/sites-list-followed',
  },
  used: {
    ...get,
    path: '/me/insights/used',
    query: ['$filter', '$orderby', '$top'],
    permissions: readsSites,
    page: 'api/insights-list-used',
  },
  site: { ...get, path: '/sites/{site}', query: ['$select'], permissions: readsSites, page: 'api/site-get' },
  'site-drives': {
    ...get,
    path: '/sites/{site}/drives',
    query: pageQuery,
    permissions: ['Files.Read', 'Files.Read.All', 'Sites.Read.All', 'Files.ReadWrite.All'],
    page: 'api/drive-list',
  },
  search: {
    ...post,
    path: '/search/query',
    permissions: ['Files.Read.All', 'Files.ReadWrite.All', 'Sites.Read.All'],
    page: 'api/search-query',
  },
  batch: { ...post, path: '/$batch', permissions: [], page: 'json-batching' },
} as const satisfies Readonly<Record<string, CallRule>>;

/** The name of a call. */
export type CallName = keyof typeof calls;

/** Headers that every call takes. Source: https://learn.microsoft.com/graph/best-practices-concept */
export const commonHeaders: readonly string[] = ['authorization', 'accept', 'client-request-id'];

/** Headers that HTTP and a browser's network stack add by themselves. */
export const transportHeaders =
  /^(host|connection|user-agent|accept-(encoding|language|charset)|content-length|transfer-encoding|cache-control|pragma|origin|referer|priority|sec-.+)$/;
