import { demoTenant } from './demo-tenant.ts';
import type { DemoTenant } from './demo-tenant.ts';

/** A second tenant, in which an administrator has added Parley. */
export const fabrikam: DemoTenant = {
  id: '8e1a7b63-4d2f-4c9b-a068-3b7d2e0f5c21',
  domain: 'fabrikam.example',
  displayName: 'Fabrikam',
  clientId: demoTenant.clientId,
  people: [
    {
      id: 'barbara',
      objectId: '4db28f43-1939-4e31-9d85-3be28d212e53',
      userPrincipalName: 'barbara@fabrikam.example',
      displayName: 'Barbara Liskov',
      givenName: 'Barbara',
      surname: 'Liskov',
      jobTitle: 'Professor',
      officeLocation: 'Cambridge',
      roles: ['Parley.User'],
      administrator: true,
      photoHue: 140,
    },
    {
      id: 'edsger',
      objectId: '5ec39054-1930-4f42-8e96-4cf39e323f64',
      userPrincipalName: 'edsger@fabrikam.example',
      displayName: 'Edsger Dijkstra',
      givenName: 'Edsger',
      surname: 'Dijkstra',
      jobTitle: 'Programmer',
      officeLocation: 'Eindhoven',
      roles: ['Parley.User'],
      administrator: false,
      photoHue: undefined,
    },
  ],
};

/** A third tenant, which knows nothing of Parley. */
export const northwind: DemoTenant = {
  id: '9f2b8c74-5e30-4dac-b179-4c8e3f106d32',
  domain: 'northwind.example',
  displayName: 'Northwind',
  clientId: demoTenant.clientId,
  people: [
    {
      id: 'katherine',
      objectId: '6fd4a165-1918-4053-9fa7-5d04af434075',
      userPrincipalName: 'katherine@northwind.example',
      displayName: 'Katherine Johnson',
      givenName: 'Katherine',
      surname: 'Johnson',
      jobTitle: 'Mathematician',
      officeLocation: 'Hampton',
      roles: [],
      administrator: false,
      photoHue: 30,
    },
  ],
};
