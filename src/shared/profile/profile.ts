/**
 * Profiles: what an administrator sets up. Nothing in a profile is secret; secrets live in the vault under the ids
 * found here.
 */
import { z } from 'zod';

/** Sigma refuses sessions longer than 30 days. */
export const MAX_SESSION_SECONDS = 2_592_000;

/** The redirect URI of Sigma's QuickStart. Further ones help when its port is taken, once they are registered too. */
export const DEFAULT_REDIRECT_URIS = ['http://localhost:3000/auth/databricks/callback'];

const loopbackHosts = new Set(['localhost', '127.0.0.1', '[::1]']);

/** Whether a URL's host can only mean this computer (RFC 8252 section 7.3 and 8.3). */
export function isLoopbackHost(hostname: string): boolean {
  return loopbackHosts.has(hostname);
}

function parseUrl(text: string): URL | null {
  return URL.canParse(text) ? new URL(text) : null;
}

const singleLine = (label: string, max: number) =>
  z
    .string()
    .trim()
    .min(1, `Enter ${label}.`)
    .max(max, `${label} is too long.`)
    // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are exactly what is refused here
    .regex(/^[^\u0000-\u001f\u007f]*$/, `${label} holds characters that cannot be used.`);

/** An https URL, or http on this computer; whether loopback http is acceptable is decided at the network border. */
export const ServerUrl = z
  .string()
  .trim()
  .max(2_048)
  .refine((text) => {
    const url = parseUrl(text);
    if (!url || url.username || url.password) return false;
    return url.protocol === 'https:' || (url.protocol === 'http:' && isLoopbackHost(url.hostname));
  }, 'Enter an address that starts with https://');

/** The published URL of a workbook, as Sigma's address bar shows it. Its query and fragment are not wanted. */
export const WorkbookUrl = ServerUrl.refine((text) => {
  const url = parseUrl(text);
  return url !== null && url.pathname.length > 1;
}, 'Enter the whole address of the published workbook.').refine((text) => {
  const url = parseUrl(text);
  return url !== null && url.search === '' && url.hash === '';
}, 'Leave out everything after the question mark or hash sign.');

/** A registered loopback redirect URI: http, a loopback host, an explicit port, a path (RFC 8252 section 7.3). */
export const RedirectUri = z
  .string()
  .trim()
  .max(512)
  .refine((text) => {
    const url = parseUrl(text);
    return (
      url !== null &&
      url.protocol === 'http:' &&
      isLoopbackHost(url.hostname) &&
      url.port !== '' &&
      url.search === '' &&
      url.hash === '' &&
      !url.username &&
      !url.password
    );
  }, 'Enter a loopback address with a port, such as http://localhost:3000/auth/databricks/callback');

/** A scope token (RFC 6749 section 3.3). */
export const Scope = z.string().regex(/^[\x21\x23-\x5b\x5d-\x7e]+$/, 'A scope holds no spaces or quotes.');

export const EmailAddress = z
  .string()
  .trim()
  .max(320)
  .regex(/^[^\s@]+@[^\s@]+$/, 'Enter an e-mail address without spaces.');

/** The scheme and host of a server, nothing more. */
const ServerOrigin = ServerUrl.refine((text) => {
  const url = parseUrl(text);
  return url !== null && url.pathname === '/' && url.search === '' && url.hash === '';
}, 'Enter the host only, without a path.');

/** Databricks, at the level that the Sigma connection uses too. */
export const DatabricksServer = z
  .object({
    provider: z.literal('databricks'),
    /** Workspace URL, such as https://dbc-1234.cloud.databricks.com */
    host: ServerOrigin,
    level: z.enum(['workspace', 'account']),
    accountId: z
      .string()
      .trim()
      .regex(/^[0-9a-zA-Z-]{1,64}$/, 'Enter the account ID as the account console shows it.')
      .nullable(),
  })
  .refine((server) => server.level === 'workspace' || server.accountId !== null, {
    path: ['accountId'],
    message: 'The account level needs the account ID.',
  });
export type DatabricksServer = z.infer<typeof DatabricksServer>;

/** Microsoft Entra ID, for Azure Databricks and as a company's identity provider. */
export const EntraServer = z.object({
  provider: z.literal('entra'),
  /** https://login.microsoftonline.com, or the host of a national cloud. */
  authority: ServerOrigin,
  /** Directory (tenant) ID or a verified domain. */
  tenant: z
    .string()
    .trim()
    .regex(/^[0-9a-zA-Z.-]{1,253}$/, 'Enter the directory (tenant) ID or domain.'),
});
export type EntraServer = z.infer<typeof EntraServer>;

/** Okta, Auth0, PingIdentity and any other OpenID Connect server, named by its metadata URI. */
export const OidcServer = z.object({
  provider: z.literal('oidc'),
  metadataUrl: ServerUrl.refine((text) => {
    const url = parseUrl(text);
    return url !== null && /\/\.well-known\/(openid-configuration|oauth-authorization-server)/.test(url.pathname);
  }, 'Enter the metadata URI; it ends in /.well-known/openid-configuration'),
  /** The API that access tokens are meant for, where the server has to be told: Auth0 does. Not part of any RFC. */
  audience: singleLine('the audience', 512).regex(/^\S+$/, 'An audience holds no spaces.').nullable().default(null),
});
export type OidcServer = z.infer<typeof OidcServer>;

/** Snowflake's own OAuth. Snowflake external OAuth is an `oidc` or `entra` server with Snowflake's scopes. */
export const SnowflakeServer = z.object({
  provider: z.literal('snowflake'),
  /** https://{account}.snowflakecomputing.com */
  accountUrl: ServerOrigin,
});
export type SnowflakeServer = z.infer<typeof SnowflakeServer>;

/** Google, for BigQuery. */
export const GoogleServer = z.object({
  provider: z.literal('google'),
  /** https://accounts.google.com */
  issuer: ServerOrigin,
});
export type GoogleServer = z.infer<typeof GoogleServer>;

export const AuthorizationServer = z.discriminatedUnion('provider', [
  DatabricksServer,
  EntraServer,
  OidcServer,
  SnowflakeServer,
  GoogleServer,
]);
export type AuthorizationServer = z.infer<typeof AuthorizationServer>;

export const ClientAuthentication = z.enum([
  /** Taken from the metadata and from what there is: a key, a secret, or nothing. */
  'automatic',
  'none',
  'client_secret_post',
  'client_secret_basic',
  'private_key_jwt',
]);
export type ClientAuthentication = z.infer<typeof ClientAuthentication>;

const SIGNING_ALGORITHMS = ['RS256', 'PS256', 'ES256'] as const;

const connectionFields = {
  label: singleLine('a name', 80),
  /**
   * The id that Sigma gave the connection: the last part of its URL under Administration, Connections. Null where the
   * sign-in only says who the person is, and Sigma uses an account of its own (row-level security by attributes).
   */
  sigmaConnectionId: singleLine('the connection ID', 128).regex(/^\S+$/, 'A connection ID holds no spaces.').nullable(),
  server: AuthorizationServer,
  /** How a grant comes about: a person signs in; a machine shows its secret; or a company sign-in is exchanged. */
  flow: z.enum(['authorization_code', 'client_credentials', 'token_exchange']),
  /** For `token_exchange`: where the identity provider's token is traded for the data platform's (RFC 8693). */
  exchange: z
    .object({
      server: DatabricksServer,
      /** Where the platform wants the exchanging application named; null for its federation policy alone. */
      clientId: singleLine('the client ID', 256).regex(/^\S+$/, 'A client ID holds no spaces.').nullable(),
      scopes: z.array(Scope).min(1, 'Enter at least one scope.').max(32),
    })
    .nullable(),
  clientId: singleLine('the client ID', 256).regex(/^\S+$/, 'A client ID holds no spaces.'),
  clientAuthentication: ClientAuthentication,
  /** For `private_key_jwt` (RFC 7523): how assertions are signed. The key itself is in the vault. */
  signingKey: z
    .object({ algorithm: z.enum(SIGNING_ALGORITHMS), keyId: singleLine('the key ID', 256).nullable() })
    .nullable(),
  scopes: z.array(Scope).min(1, 'Enter at least one scope.').max(32),
  /** Tried in order; the first whose port is free is used. Each must be registered exactly as written. */
  redirectUris: z.array(RedirectUri).min(1, 'Enter at least one redirect URL.').max(16),
};

type ConnectionRules = {
  flow: 'authorization_code' | 'client_credentials' | 'token_exchange';
  exchange: unknown;
  signingKey: unknown;
  clientAuthentication: ClientAuthentication;
  sigmaConnectionId: string | null;
};

/** What the fields of a connection owe each other. */
function checkConnection(connection: ConnectionRules, context: z.RefinementCtx): void {
  const fault = (field: keyof ConnectionRules, message: string) =>
    context.addIssue({ code: 'custom', path: [field], message });
  if (connection.flow === 'token_exchange' && connection.exchange === null) {
    fault('exchange', 'Enter where the token is exchanged.');
  }
  if (connection.clientAuthentication === 'private_key_jwt' && connection.signingKey === null) {
    fault('signingKey', 'Choose how the key signs.');
  }
  if (connection.flow === 'client_credentials' && connection.clientAuthentication === 'none') {
    fault('clientAuthentication', 'A machine has to prove itself: choose a secret or a key.');
  }
  if (connection.flow !== 'authorization_code' && connection.sigmaConnectionId === null) {
    fault('sigmaConnectionId', 'Enter the connection ID.');
  }
}

export const Connection = z.object({ id: z.uuid(), ...connectionFields }).superRefine(checkConnection);
export type Connection = z.infer<typeof Connection>;

const workbookFields = { title: singleLine('a title', 120), url: WorkbookUrl };

export const Workbook = z.object({ id: z.uuid(), ...workbookFields });
export type Workbook = z.infer<typeof Workbook>;

/** Who Sigma takes the person for. Internal users must come without account type and teams. */
export const SigmaUser = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('embed'),
    /** A fixed address for everyone, or null for the address of whoever signed in. */
    email: EmailAddress.nullable(),
    accountType: singleLine('the account type', 80),
    teams: z.array(singleLine('a team', 120)).max(64),
    /** Sigma user attributes that are read from the claims of the sign-in (row-level security). */
    attributes: z
      .array(z.object({ attribute: singleLine('the attribute', 120), claim: singleLine('the claim', 120) }))
      .max(32),
    /** A claim whose values become teams too, or null. */
    teamsClaim: singleLine('the claim', 120).nullable(),
  }),
  z.object({ kind: z.literal('internal'), email: EmailAddress.nullable() }),
]);
export type SigmaUser = z.infer<typeof SigmaUser>;

const profileFields = {
  name: singleLine('a name', 80),
  /** `kid` and `iss` of every signed URL. */
  embedClientId: singleLine('the client ID', 256).regex(/^\S+$/, 'A client ID holds no spaces.'),
  user: SigmaUser,
  sessionSeconds: z
    .int('Enter whole seconds.')
    .min(60, 'Enter at least 60 seconds.')
    .max(MAX_SESSION_SECONDS, 'Sigma allows at most 30 days (2,592,000 seconds).'),
};

const oneSigma = (profile: { workbooks: readonly { url: string }[] }) =>
  new Set(profile.workbooks.map((workbook) => parseUrl(workbook.url)?.origin)).size === 1;
const oneSigmaFault = {
  path: ['workbooks'],
  message: 'All workbooks of a profile must come from the same Sigma address.',
};

/** Sigma takes one token for each of its connections, so that a second one would silently replace the first. */
function oneTokenEach(
  profile: { connections: readonly { sigmaConnectionId: string | null }[] },
  context: z.RefinementCtx,
): void {
  const seen = new Set<string>();
  for (const [index, { sigmaConnectionId }] of profile.connections.entries()) {
    if (sigmaConnectionId === null) continue;
    if (seen.has(sigmaConnectionId)) {
      context.addIssue({
        code: 'custom',
        path: ['connections', index, 'sigmaConnectionId'],
        message: 'Another connection of this profile has this connection ID already.',
      });
    }
    seen.add(sigmaConnectionId);
  }
}

export const Profile = z
  .object({
    id: z.uuid(),
    ...profileFields,
    workbooks: z.array(Workbook).min(1),
    connections: z.array(Connection).min(1),
  })
  .refine(oneSigma, oneSigmaFault)
  .superRefine(oneTokenEach);
export type Profile = z.infer<typeof Profile>;

/** A secret on its way from the set-up form into the vault. Null keeps what the vault already holds. */
const SecretInput = z.string().trim().min(1).max(16_384).nullable();

/** What the set-up form hands over. Without an id, something new; with one, a change. */
export const ProfileDraft = z
  .object({
    id: z.uuid().nullable(),
    ...profileFields,
    embedSecret: SecretInput,
    workbooks: z.array(z.object({ id: z.uuid().nullable(), ...workbookFields })).min(1, 'Add a workbook.'),
    connections: z
      .array(
        z
          .object({
            id: z.uuid().nullable(),
            ...connectionFields,
            /** The client secret, or the private key (PKCS#8 in PEM) for `private_key_jwt`. */
            clientSecret: SecretInput,
          })
          .superRefine(checkConnection),
      )
      .min(1, 'Add a connection.'),
  })
  .refine(oneSigma, oneSigmaFault)
  .superRefine(oneTokenEach);
export type ProfileDraft = z.infer<typeof ProfileDraft>;
