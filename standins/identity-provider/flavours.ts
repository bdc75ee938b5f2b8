/** How the identity providers differ: paths, scopes, tokens and words. One entry each. */
import type { IdentityBehaviour } from '../control/calls.ts';
import type { DemoPerson } from '../people.ts';
import type { Flavour } from './types.ts';

export const ENTRA_TENANT = '6f2b8c1e-93d4-4f0a-8a57-0c1d2e3f4a5b';
export const PING_ENVIRONMENT = 'c2c2bea0-9d07-4f5c-a7a3-5d8e6f1b2c34';
/** Azure Databricks' own application, which every directory knows. */
export const AZURE_DATABRICKS = '2ff814a6-3304-4ab8-85cb-cd0e6f879c1d';
/** The identifier of the API that Auth0's tenant knows besides its own. */
export const DATA_PLATFORM_API = 'https://acme-demo.snowflakecomputing.com';
export const BIGQUERY_SCOPE = 'https://www.googleapis.com/auth/bigquery';

interface Refusal {
  status: number;
  error: string;
  error_description: string;
}

export interface FlavourManners {
  /** What the sign-in page calls itself. */
  readonly brand: string;
  /** The path below which `oidc-provider` is mounted. */
  readonly mount: string;
  /** Comes after the origin. */
  readonly issuerPath: string;
  /** All from the origin; the first of `metadata` is the one that administrators are told. */
  readonly paths: {
    readonly metadata: readonly string[];
    readonly authorize: string;
    readonly token: string;
    readonly jwks: string;
    readonly revoke: string | null;
    readonly userInfo: string;
  };
  /** Google keeps its token endpoint, keys and revocation at another origin than its sign-in. */
  readonly tokenElsewhere: boolean;
  /** Whether UserInfo is at an origin of its own, as Entra's and Google's are. */
  readonly userInfoElsewhere: boolean;
  /** Whether a token is revoked by whoever holds it, without a word of the client. */
  readonly revokesWithTokenAlone: boolean;
  /** Scopes besides `openid`, `email` and `profile`. */
  readonly scopes: readonly string[];
  readonly unknownScopes: 'refused' | 'ignored';
  /** Whether scopes of an API are given only to those who name it by `audience`, as Auth0 does. */
  readonly namesAudience: boolean;
  /** What asks for a refresh token: the scope of OpenID Connect, or Google's two parameters. */
  readonly offline: 'offline_access' | 'access_type';
  readonly accessTokens: 'jwt' | 'opaque';
  /** The audience of access tokens that are JWTs. */
  readonly audience: string;
  /** Where access tokens that are JWTs name their scopes: as a list, or as a text. */
  readonly scopeClaim: 'scope' | 'scp';
  /** Whether ID tokens of the token endpoint carry `at_hash` (OpenID Connect Core section 3.1.3.6). */
  readonly accessTokenHash: boolean;
  /** The claims besides `sub` that stay in an ID token that is thin. */
  readonly thinClaims: readonly string[];
  /** Claims of every ID token that only this product has. */
  directory?(person: DemoPerson): Record<string, unknown>;
  /** Which of the granted scopes the token answer names. */
  answeredScopes(granted: readonly string[]): string[];
  /** RFC 8252 section 7.3: whether any port of a registered loopback address will do. */
  readonly anyLoopbackPort: boolean;
  readonly metadataLacks: readonly string[];
  readonly behaviour: Partial<IdentityBehaviour>;
  readonly words: {
    readonly deadRefreshToken: Refusal;
    readonly badClient: Refusal;
    unknownScope(scope: string): string;
  };
}

/** Entra names a person by an object id; ours are numbers. */
export const objectIdOf = (personId: string) => `00000000-0000-4000-8000-${personId.slice(-12).padStart(12, '0')}`;

const all = (granted: readonly string[]) => [...granted];
const platformScopes = ['all-apis', 'sql', 'session:role-any', 'session:role:ANALYST'];
const deadToken = (error_description: string, status = 400): Refusal => ({
  status,
  error: 'invalid_grant',
  error_description,
});
const badClient = (error_description: string, error = 'invalid_client'): Refusal => ({
  status: 401,
  error,
  error_description,
});

export const flavourManners: Readonly<Record<Flavour, FlavourManners>> = {
  okta: {
    brand: 'Okta',
    mount: '/oauth2/default',
    issuerPath: '/oauth2/default',
    paths: {
      metadata: [
        '/oauth2/default/.well-known/openid-configuration',
        '/oauth2/default/.well-known/oauth-authorization-server',
      ],
      authorize: '/oauth2/default/v1/authorize',
      token: '/oauth2/default/v1/token',
      jwks: '/oauth2/default/v1/keys',
      revoke: '/oauth2/default/v1/revoke',
      userInfo: '/oauth2/default/v1/userinfo',
    },
    tokenElsewhere: false,
    userInfoElsewhere: false,
    revokesWithTokenAlone: false,
    scopes: ['offline_access', 'groups', ...platformScopes],
    unknownScopes: 'refused',
    namesAudience: false,
    offline: 'offline_access',
    accessTokens: 'jwt',
    audience: 'api://default',
    scopeClaim: 'scp',
    accessTokenHash: true,
    thinClaims: ['name', 'preferred_username'],
    answeredScopes: all,
    anyLoopbackPort: false,
    metadataLacks: [],
    behaviour: {},
    words: {
      deadRefreshToken: deadToken('The refresh token is invalid or expired.'),
      badClient: badClient('The client secret supplied for a confidential client is invalid.'),
      unknownScope: () => 'One or more scopes are not configured for the authorization server resource.',
    },
  },
  auth0: {
    brand: 'Auth0',
    mount: '',
    // With the slash: every comparison of issuers has to be exact.
    issuerPath: '/',
    paths: {
      metadata: ['/.well-known/openid-configuration', '/.well-known/oauth-authorization-server'],
      authorize: '/authorize',
      token: '/oauth/token',
      jwks: '/.well-known/jwks.json',
      revoke: '/oauth/revoke',
      userInfo: '/userinfo',
    },
    tokenElsewhere: false,
    userInfoElsewhere: false,
    revokesWithTokenAlone: false,
    scopes: ['offline_access', ...platformScopes],
    unknownScopes: 'ignored',
    namesAudience: true,
    offline: 'offline_access',
    accessTokens: 'opaque',
    audience: '',
    scopeClaim: 'scope',
    accessTokenHash: false,
    thinClaims: [],
    answeredScopes: all,
    anyLoopbackPort: false,
    metadataLacks: ['authorization_response_iss_parameter_supported'],
    behaviour: { answerWithIssuer: false },
    words: {
      deadRefreshToken: deadToken('Unknown or invalid refresh token.', 403),
      badClient: badClient('Unauthorized', 'access_denied'),
      unknownScope: (scope) => `Unknown scope: ${scope}`,
    },
  },
  ping: {
    brand: 'PingOne',
    mount: `/${PING_ENVIRONMENT}/as`,
    issuerPath: `/${PING_ENVIRONMENT}/as`,
    paths: {
      metadata: [`/${PING_ENVIRONMENT}/as/.well-known/openid-configuration`],
      authorize: `/${PING_ENVIRONMENT}/as/authorize`,
      token: `/${PING_ENVIRONMENT}/as/token`,
      jwks: `/${PING_ENVIRONMENT}/as/jwks`,
      revoke: `/${PING_ENVIRONMENT}/as/revoke`,
      userInfo: `/${PING_ENVIRONMENT}/as/userinfo`,
    },
    tokenElsewhere: false,
    userInfoElsewhere: false,
    revokesWithTokenAlone: false,
    scopes: ['offline_access', ...platformScopes],
    unknownScopes: 'refused',
    namesAudience: false,
    offline: 'offline_access',
    accessTokens: 'jwt',
    audience: 'https://api.pingone.com',
    scopeClaim: 'scope',
    accessTokenHash: true,
    thinClaims: [],
    answeredScopes: all,
    anyLoopbackPort: false,
    metadataLacks: [],
    behaviour: {},
    words: {
      deadRefreshToken: deadToken('Refresh token is expired, revoked or does not exist.'),
      badClient: badClient('Request denied: Invalid client credentials (Correlation ID: stand-in)'),
      unknownScope: () =>
        'May not request scopes for multiple resources, or scopes that the application was not granted.',
    },
  },
  entra: {
    brand: 'Microsoft Entra',
    mount: `/${ENTRA_TENANT}`,
    issuerPath: `/${ENTRA_TENANT}/v2.0`,
    paths: {
      metadata: [`/${ENTRA_TENANT}/v2.0/.well-known/openid-configuration`],
      authorize: `/${ENTRA_TENANT}/oauth2/v2.0/authorize`,
      token: `/${ENTRA_TENANT}/oauth2/v2.0/token`,
      jwks: `/${ENTRA_TENANT}/discovery/v2.0/keys`,
      revoke: null,
      userInfo: '/oidc/userinfo',
    },
    tokenElsewhere: false,
    userInfoElsewhere: true,
    revokesWithTokenAlone: false,
    scopes: [
      'offline_access',
      `${AZURE_DATABRICKS}/user_impersonation`,
      `${AZURE_DATABRICKS}/.default`,
      'https://bigquery.googleapis.com/.default',
      'api://snowflake/session:role-any',
    ],
    unknownScopes: 'refused',
    namesAudience: false,
    offline: 'offline_access',
    accessTokens: 'jwt',
    audience: AZURE_DATABRICKS,
    scopeClaim: 'scp',
    accessTokenHash: false,
    thinClaims: ['name', 'preferred_username'],
    directory: ({ id }) => ({ tid: ENTRA_TENANT, oid: objectIdOf(id), ver: '2.0' }),
    answeredScopes: (granted) => granted.filter((scope) => scope !== 'openid' && scope !== 'offline_access'),
    anyLoopbackPort: true,
    metadataLacks: ['authorization_response_iss_parameter_supported', 'code_challenge_methods_supported'],
    behaviour: { answerWithIssuer: false, rotateRefreshTokens: false },
    words: {
      deadRefreshToken: deadToken(
        'AADSTS700082: The refresh token has expired due to inactivity. The token was issued to you earlier and was inactive for 90.00:00:00.',
      ),
      badClient: badClient(
        'AADSTS7000215: Invalid client secret provided. Ensure the secret being sent in the request is the client secret value, not the client secret ID.',
      ),
      unknownScope: (scope) =>
        `AADSTS70011: The provided request must include a 'scope' input parameter. The provided value for the input parameter 'scope' is not valid. The scope ${scope} is not valid.`,
    },
  },
  google: {
    brand: 'Google',
    mount: '',
    issuerPath: '',
    paths: {
      metadata: ['/.well-known/openid-configuration'],
      authorize: '/o/oauth2/v2/auth',
      token: '/token',
      jwks: '/oauth2/v3/certs',
      revoke: '/revoke',
      userInfo: '/v1/userinfo',
    },
    tokenElsewhere: true,
    userInfoElsewhere: true,
    revokesWithTokenAlone: true,
    scopes: [BIGQUERY_SCOPE, `${BIGQUERY_SCOPE}.readonly`, 'https://www.googleapis.com/auth/cloud-platform'],
    unknownScopes: 'refused',
    namesAudience: false,
    offline: 'access_type',
    accessTokens: 'opaque',
    audience: '',
    scopeClaim: 'scope',
    accessTokenHash: true,
    thinClaims: [],
    answeredScopes: all,
    anyLoopbackPort: true,
    metadataLacks: [],
    behaviour: { rotateRefreshTokens: false, returnRefreshToken: false },
    words: {
      deadRefreshToken: deadToken('Token has been expired or revoked.'),
      badClient: badClient('Unauthorized'),
      unknownScope: (scope) => `Some requested scopes were invalid. {invalid=[${scope}]}`,
    },
  },
};
