import type { NodeApplication } from '../http/open-server.ts';
import type { Caller } from './caller.ts';
import type { CallName } from './calls.ts';
import { createFileAccess } from './files/access.ts';
import { createEstate } from './files/estate.ts';
import type { Estate } from './files/estate.ts';
import { itemCalls } from './files/item-calls.ts';
import { sharingCalls } from './files/sharing-calls.ts';
import { siteCalls } from './files/site-calls.ts';
import { addStorage } from './files/storage.ts';
import type { FileStorage } from './files/storage.ts';
import type { GraphHandler } from './graph-call.ts';
import type { GraphOptions } from './graph.ts';
import { groupCalls } from './people/group-calls.ts';
import { createGroups } from './people/groups.ts';
import { membershipCalls } from './people/membership-calls.ts';
import { createPopulation } from './people/population.ts';
import { relevantCalls } from './people/relevant-calls.ts';
import { createTenantUsers } from './people/tenant-users.ts';
import { userCalls } from './people/user-calls.ts';

/** What answers the calls, and what tests may change below it. */
export interface GraphServices {
  readonly handlers: Readonly<Record<Exclude<CallName, 'batch'>, GraphHandler>>;
  readonly files: Estate & Pick<FileStorage, 'troubleDownload'>;
}

/** Puts the tenant's people, groups and files together; the storage's own addresses go to the application. */
export function createServices(options: GraphOptions & { readonly application: NodeApplication }): GraphServices {
  const { directory, origin, clock, application } = options;
  const population = createPopulation(options.population);
  const users = createTenantUsers(directory, population);
  const groups = createGroups({ directory, population });
  const estate = createEstate(directory, clock);
  const storage = addStorage(application, { origin, estate, clock });
  const isHome = ({ tenant }: Caller): boolean => tenant === directory.home;
  const access = createFileAccess({ estate, groups, isHome });
  return {
    handlers: {
      ...userCalls({ origin, users }),
      ...relevantCalls({ origin, users }),
      ...groupCalls({ origin, groups, isHome: ({ caller }) => isHome(caller) }),
      ...membershipCalls({ origin, directory, groups }),
      ...itemCalls({ origin, estate, access, storage, tenantId: directory.home.id }),
      ...sharingCalls({ origin, estate, access, users, groups }),
      ...siteCalls({ origin, estate, access, storage }),
    },
    files: Object.assign(estate, { troubleDownload: storage.troubleDownload }),
  };
}
