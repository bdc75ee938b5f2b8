/**
 * Microsoft's clouds, and the names of the one authorization server that each has. The list is Microsoft's own: what
 * its discovery endpoint (`/common/discovery/instance`) answers, as its sign-in libraries carry it (`AuthorityMetadata` of
 * MSAL). A directory is in one cloud, and nothing of one cloud is good in another.
 */

export interface EntraCloud {
  readonly name: 'worldwide' | 'usGovernment' | 'china';
  /** The origins of the server. Which of them its metadata states, and where its endpoints are, changes. */
  readonly origins: readonly string[];
  /** The origins of Microsoft Graph, which has UserInfo. */
  readonly graphOrigins: readonly string[];
}

export const entraClouds: readonly EntraCloud[] = [
  {
    name: 'worldwide',
    origins: [
      'https://login.microsoftonline.com',
      'https://login.windows.net',
      'https://login.microsoft.com',
      'https://sts.windows.net',
    ],
    graphOrigins: ['https://graph.microsoft.com'],
  },
  {
    name: 'usGovernment',
    origins: ['https://login.microsoftonline.us', 'https://login.usgovcloudapi.net'],
    graphOrigins: ['https://graph.microsoft.us', 'https://dod-graph.microsoft.us'],
  },
  {
    name: 'china',
    origins: ['https://login.partner.microsoftonline.cn', 'https://login.chinacloudapi.cn'],
    graphOrigins: ['https://microsoftgraph.chinacloudapi.cn'],
  },
];

/** The cloud that an address is in; null for one that is in none, as behind a name of a company. */
export function entraCloudOf(address: string): EntraCloud | null {
  const origin = URL.canParse(address) ? new URL(address).origin : '';
  return entraClouds.find(({ origins }) => origins.includes(origin)) ?? null;
}
