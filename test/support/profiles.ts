import type { Log } from '../../src/main/log/log.ts';
import { fingerprintOf } from '../../src/main/oauth/grants/grant-purpose.ts';
import type { Profile, ProfileDraft } from '../../src/shared/profile/profile.ts';
import { usualOptions } from '../../src/shared/profile/workbook-options.ts';

export const ids = {
  profile: '0b8f1c3e-6a51-4f7e-9d3c-2f1f6f9f4c11',
  workbook: '1c9f1c3e-6a51-4f7e-9d3c-2f1f6f9f4c12',
  connection: '2daf1c3e-6a51-4f7e-9d3c-2f1f6f9f4c13',
};

/** Whoever signs in, with the least that Sigma knows. */
export const viewingUser: ProfileDraft['user'] = {
  kind: 'embed',
  email: null,
  differentAddresses: 'refused',
  accountType: 'View',
  teams: [],
  attributes: [],
  fixedAttributes: [],
  teamsClaim: null,
};

/** A new profile with one workbook and one confidential connection. */
export const newDraft: ProfileDraft = {
  id: null,
  name: 'Databricks',
  embedClientId: 'embed-client',
  embedSecret: 'embed-secret-one',
  user: viewingUser,
  tenant: null,
  evalConnectionId: null,
  sessionSeconds: 3_600,
  workbooks: [
    { id: null, title: 'Trips', url: 'https://app.sigma.example/org/workbook/Trips-1', options: usualOptions },
  ],
  connections: [
    {
      id: null,
      label: 'Lake',
      sigmaConnectionId: 'sigma-connection',
      isForOrganisation: false,
      server: { provider: 'databricks', host: 'https://old.example', level: 'workspace', accountId: null },
      flow: 'authorization_code',
      exchange: null,
      signingKey: null,
      clientId: 'client',
      clientAuthentication: 'client_secret_post',
      clientSecret: 'client-secret-one',
      scopes: ['all-apis', 'offline_access'],
      redirectUris: ['http://localhost:3000/callback'],
    },
  ],
};

/** The draft that changes a profile, with every secret kept. */
export function draftFor(profile: Profile): ProfileDraft {
  return {
    ...profile,
    embedSecret: null,
    connections: profile.connections.map((connection) => ({ ...connection, clientSecret: null })),
  };
}

/** The draft with its connections changed. */
export function withConnection(
  draft: ProfileDraft,
  changes: Partial<ProfileDraft['connections'][number]>,
): ProfileDraft {
  return { ...draft, connections: draft.connections.map((connection) => ({ ...connection, ...changes })) };
}

/** Where the grants of that connection come from, as a grant remembers it. */
export const grantServer = {
  issuer: 'https://old.example/oidc',
  tokenEndpoint: 'https://old.example/t',
  revocationEndpoint: null,
  jwksUri: null,
  idTokenAlgorithms: null,
  authenticationMethods: null,
};

/** What a grant for that connection is given for, but for its Sigma. */
export const unboundPurpose = {
  flow: 'authorization_code',
  issuer: grantServer.issuer,
  clientId: 'client',
  scopes: ['all-apis', 'offline_access'],
  audience: null,
  exchange: null,
} as const;

/** What a grant for that connection is bound to. */
export const grantFingerprint = fingerprintFor('https://app.sigma.example embed-client');

/** The same for another recipient of the token (see `tokenRecipient`). */
export function fingerprintFor(recipient: string): string {
  return fingerprintOf({ ...unboundPurpose, recipient });
}

/** What it was bound to in versions that did not bind it to a Sigma. */
export const unboundFingerprint = fingerprintOf(unboundPurpose);

export const otherServer = {
  provider: 'databricks',
  host: 'https://new.example',
  level: 'workspace',
  accountId: null,
} as const;

/** A QuickStart file with all that one profile needs. */
export const quickStart = `
CLIENT_ID=client
SECRET=the-embed-secret
EMAIL=ada@example.com
ACCOUNT_TYPE=View
DATABRICKS_OAUTH_BASE_URL=https://app.sigmacomputing.com/org/workbook/Trips-1
DATABRICKS_HOST=https://dbc-1.cloud.databricks.com
DATABRICKS_OAUTH_CLIENT_ID=app
DATABRICKS_CONNECTION_ID=connection
`;

/** For what is given a log of which the test wants to know nothing. */
export const silentLog: Log = { info: () => {}, warn: () => {}, error: () => {} };
