/** The connections and workbooks of the demo organisation. */

import type { Authority } from '../authorization-server/introspection.ts';
import type { Level } from '../control/calls.ts';
import type { Flavour } from '../identity-provider/types.ts';

/** Which warehouse answers, and in whose words. */
export type Platform = 'databricks' | 'snowflake' | 'bigquery';

export interface SigmaConnection {
  readonly id: string;
  readonly name: string;
  readonly kind: Platform | 'service-account';
  /** Of Databricks' own tokens; null for every other connection. */
  readonly level: Level | null;
  /** Whose tokens it takes. None: it has an account of its own, and rows are filtered by what the JWT says. */
  readonly authorities: readonly Authority[];
}

export interface SigmaWorkbook {
  /** The part of its address before the name. */
  readonly kind: 'workbook' | 'report';
  /** The last part of its address, after the name. */
  readonly id: string;
  readonly title: string;
  /** The published address. */
  readonly url: string;
  /** The connection of most of its elements: the first of `connectionIds`. */
  readonly connectionId: string;
  readonly connectionIds: readonly string[];
  /** Of the first connection. */
  readonly level: Level | null;
}

/** What stands beside Databricks. */
export interface Offer {
  readonly identityProvider?: Flavour | undefined;
  readonly snowflake?: boolean | undefined;
  readonly serviceAccount?: boolean | undefined;
  readonly twoConnections?: boolean | undefined;
}

const connections = {
  workspace: {
    id: '3kXq8Wn2RtYvB7mZpL5dJc',
    name: 'Databricks (workspace)',
    kind: 'databricks',
    level: 'workspace',
    authorities: ['databricks/workspace'],
  },
  account: {
    id: '7uHs4Ge9KfQaN1xTrV6bMw',
    name: 'Databricks (account)',
    kind: 'databricks',
    level: 'account',
    authorities: ['databricks/account'],
  },
  azure: {
    id: '4dRm6Yt1LsWkC9pHxN3gZe',
    name: 'Azure Databricks (Entra ID)',
    kind: 'databricks',
    level: null,
    authorities: ['entra'],
  },
  snowflake: {
    id: '8vBn5Kq2JdTfM7rGzX4hPa',
    name: 'Snowflake',
    kind: 'snowflake',
    level: null,
    authorities: ['snowflake'],
  },
  external: {
    id: '1sWc9Fx6NgRyL3tQbD8kVu',
    name: 'Snowflake (external OAuth)',
    kind: 'snowflake',
    level: null,
    authorities: ['okta', 'auth0', 'ping', 'entra'],
  },
  bigquery: {
    id: '9hTz7Mp4CqEaS2wYnK6jXr',
    name: 'BigQuery',
    kind: 'bigquery',
    level: null,
    authorities: ['google'],
  },
  service: {
    id: '6eLk3Vd8BxUmG5yRfT1nQs',
    name: 'Service account',
    kind: 'service-account',
    level: null,
    authorities: [],
  },
} as const satisfies Record<string, SigmaConnection>;

type ConnectionName = keyof typeof connections;

export const demoConnections: readonly SigmaConnection[] = Object.values(connections);

export const connectionNamed = (name: ConnectionName): SigmaConnection => connections[name];

/** The connection that takes the tokens of an identity provider themselves, without an exchange. */
export function connectionOf(flavour: Flavour): SigmaConnection {
  if (flavour === 'entra') return connections.azure;
  return flavour === 'google' ? connections.bigquery : connections.external;
}

interface DemoWorkbook {
  id: string;
  name: string;
  title: string;
  connections: readonly SigmaConnection[];
  kind?: SigmaWorkbook['kind'];
}

function demoWorkbooks(offer: Offer): DemoWorkbook[] {
  const { workspace, account, service, snowflake } = connections;
  const taxi = 'NYC Taxi Trips';
  const list: DemoWorkbook[] = [
    { id: '6w2cUiJlvQeG1rI5rqQehC', name: 'NYC-Taxi-Trips', title: taxi, connections: [workspace] },
    { id: '2pLz9VbXoYhT4nKd8sMwRa', name: 'Winter-Operations', title: 'Winter Operations', connections: [workspace] },
    {
      id: '5tGj1NcQeUxB7yHf3vZkSd',
      name: 'NYC-Taxi-Trips-Account',
      title: `${taxi} (account)`,
      connections: [account],
    },
  ];
  const provider = offer.identityProvider ? connectionOf(offer.identityProvider) : null;
  if (provider) {
    const title = `${taxi} (${provider.name})`;
    list.push({ id: '3nXr7Dq9HsKcW5bTyL1pFe', name: 'NYC-Taxi-Trips-Company', title, connections: [provider] });
  }
  if (offer.snowflake) {
    const title = `${taxi} (Snowflake)`;
    list.push({ id: '8mQa2Zt6VgJxR4nPdK9sYu', name: 'NYC-Taxi-Trips-Snowflake', title, connections: [snowflake] });
  }
  if (offer.serviceAccount) {
    const title = 'Regional Operations';
    list.push({ id: '1bHe5Uw3CfMyT8kLvG6rNz', name: 'Regional-Operations', title, connections: [service] });
  }
  if (offer.twoConnections) {
    const second = offer.snowflake ? snowflake : (provider ?? account);
    const title = 'Two Platforms';
    list.push({ id: '7jSd4Xp1QzBnE9aWhR2vKt', name: 'Two-Platforms', title, connections: [workspace, second] });
  }
  list.push({
    id: '4kWm8Rb6JsFzQ2cXvH9nLe',
    name: 'Month',
    title: 'The Month',
    connections: [workspace],
    kind: 'report',
  });
  return list;
}

/** The first is at workspace level. The first three are always there, and so is the last, a report. */
export function publishWorkbooks(organisationUrl: string, offer: Offer): SigmaWorkbook[] {
  return demoWorkbooks(offer).map(({ id, name, title, connections: used, kind = 'workbook' }): SigmaWorkbook => {
    const [first] = used as [SigmaConnection];
    return {
      kind,
      id,
      title,
      url: `${organisationUrl}/${kind}/${name}-${id}`,
      connectionId: first.id,
      connectionIds: used.map((connection) => connection.id),
      level: first.level,
    };
  });
}

/** Elements that a workbook with two connections queries over its second one. */
const SECOND_CONNECTION = ['hours', 'zips'];

export function connectionFor(workbook: SigmaWorkbook, element: string): SigmaConnection {
  const [first, second] = workbook.connectionIds;
  const id = second !== undefined && SECOND_CONNECTION.includes(element) ? second : first;
  return demoConnections.find((connection) => connection.id === id) as SigmaConnection;
}
