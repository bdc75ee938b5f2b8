/** The people of the demo: what every server knows of them, and which boroughs the warehouse shows to each. */

/** In the order in which New York counts them. */
export const BOROUGHS = ['Manhattan', 'Brooklyn', 'Queens', 'The Bronx', 'Staten Island'] as const;
export type Borough = (typeof BOROUGHS)[number];

export interface DemoPerson {
  /** The subject of tokens, and the SCIM id. */
  readonly id: string;
  readonly userName: string;
  readonly displayName: string;
  /** What the login page says beside the name. */
  readonly remark: string;
  readonly initials: string;
  /** Empty: the warehouse refuses every query. */
  readonly boroughs: readonly Borough[];
  /** What a company's directory says about the person; `region` is missing where it was never filled in. */
  readonly groups: readonly string[];
  readonly department: string;
  readonly region?: Region;
}

/** The regions of the demo company, by which a service account's rows are filtered. */
export const REGIONS = {
  Manhattan: ['Manhattan'],
  'Long Island': ['Brooklyn', 'Queens'],
  'North and Harbor': ['The Bronx', 'Staten Island'],
  'New York City': BOROUGHS,
} as const satisfies Record<string, readonly Borough[]>;
export type Region = keyof typeof REGIONS;

export const demoPeople: readonly DemoPerson[] = [
  {
    id: '7100000000000001',
    userName: 'ada.moreno@example.com',
    displayName: 'Ada Moreno',
    remark: 'Manhattan',
    initials: 'AM',
    boroughs: ['Manhattan'],
    groups: ['Sales_People'],
    department: 'Sales',
    region: 'Manhattan',
  },
  {
    id: '7100000000000002',
    userName: 'ben.okafor@example.com',
    displayName: 'Ben Okafor',
    remark: 'Brooklyn and Queens',
    initials: 'BO',
    boroughs: ['Brooklyn', 'Queens'],
    groups: ['Sales_People', 'Fleet'],
    department: 'Fleet',
    region: 'Long Island',
  },
  {
    id: '7100000000000003',
    userName: 'chiara.lind@example.com',
    displayName: 'Chiara Lind',
    remark: 'The Bronx and Staten Island',
    initials: 'CL',
    boroughs: ['The Bronx', 'Staten Island'],
    groups: ['Sales_People'],
    department: 'Sales',
    region: 'North and Harbor',
  },
  {
    id: '7100000000000004',
    userName: 'dana.whitfield@example.com',
    displayName: 'Dana Whitfield',
    remark: 'All five boroughs',
    initials: 'DW',
    boroughs: BOROUGHS,
    groups: ['Sales_People', 'City_Managers'],
    department: 'Management',
    region: 'New York City',
  },
  {
    id: '7100000000000005',
    userName: 'eve.stone@example.com',
    displayName: 'Eve Stone',
    remark: 'No access to the taxi data',
    initials: 'ES',
    boroughs: [],
    groups: ['Visitors'],
    department: 'Audit',
  },
];

/** A person by subject, user name or display name; for tests and for the login form. */
export function findPerson(key: string): DemoPerson | undefined {
  return demoPeople.find((person) => [person.id, person.userName, person.displayName].includes(key));
}

/** A machine that signs in with a secret of its own: platforms name it by its application id. It sees everything. */
export function servicePrincipal(applicationId: string): DemoPerson {
  return {
    id: applicationId,
    userName: applicationId,
    displayName: 'Wallboard',
    remark: 'Service principal',
    initials: 'WB',
    boroughs: BOROUGHS,
    groups: ['Service_Principals'],
    department: 'Machines',
  };
}
