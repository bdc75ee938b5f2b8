/**
 * What the set-up form offers for each authorization server: the words its administrators use, scopes to begin with,
 * and what has to be registered where. Everything here is a suggestion that the form lets people change.
 */
import type { ClientAuthentication, Connection } from '../profile/connection.ts';
import type { AuthorizationServer } from '../profile/servers.ts';

export type ProviderKind = AuthorizationServer['provider'];
type FieldsOf<Kind extends ProviderKind> = Exclude<keyof Extract<AuthorizationServer, { provider: Kind }>, 'provider'>;

export interface FieldText {
  /** As the console of the product calls it. */
  readonly label: string;
  readonly placeholder: string;
  readonly help: string;
}

/** Scopes for one use of a provider. */
export interface ScopeTemplate {
  readonly purpose: string;
  readonly scopes: readonly string[];
  readonly help: string;
}

export interface ProviderTemplate<Kind extends ProviderKind = ProviderKind> {
  readonly kind: Kind;
  readonly label: string;
  /** One sentence: when to choose it. */
  readonly summary: string;
  readonly fields: { readonly [Name in FieldsOf<Kind>]: FieldText };
  readonly clientId: FieldText;
  readonly clientSecret: FieldText;
  /** The first is the default. */
  readonly scopes: readonly [ScopeTemplate, ...ScopeTemplate[]];
  /** The scope that brings a refresh token; null where none is needed for it. */
  readonly refreshScope: string | null;
  /** Where an administrator grants scopes: the end of the sentence "Ask an administrator to allow them …". */
  readonly scopesPlace: string;
  /** What holds for the redirect URLs of a program on this computer. */
  readonly redirectHelp: string;
  /** What an administrator registers, one step each. */
  readonly register: readonly string[];
  /** The first is the default. */
  readonly flows: readonly [Connection['flow'], ...Connection['flow'][]];
  readonly clientAuthentication: readonly [ClientAuthentication, ...ClientAuthentication[]];
}

const exactRedirects =
  'Register every redirect URL exactly as it is written here, port included. With more than one, Sightglass takes the first whose port is free.';

const databricks: ProviderTemplate<'databricks'> = {
  kind: 'databricks',
  label: 'Databricks',
  summary: 'People sign in to Databricks itself, at their workspace or at the account.',
  fields: {
    host: {
      label: 'Workspace URL',
      placeholder: 'https://dbc-1234abcd-5678.cloud.databricks.com',
      help: 'The address of the workspace, without a path. It also tells which cloud the workspace runs on.',
    },
    level: {
      label: 'Level',
      placeholder: '',
      help: 'Where people sign in: the same level as in the Sigma connection. The OAuth application lives in the account console either way.',
    },
    accountId: {
      label: 'Account ID',
      placeholder: '12345678-90ab-cdef-1234-567890abcdef',
      help: 'In the address of the account console: account_id=… Needed for the account level only.',
    },
  },
  clientId: {
    label: 'OAuth client ID',
    placeholder: '',
    help: 'From Settings, App connections of the account console. For a machine: the application ID of the service principal.',
  },
  clientSecret: {
    label: 'OAuth client secret',
    placeholder: 'dose…',
    help: 'Shown once, when the app connection or the secret of the service principal is created.',
  },
  scopes: [
    {
      purpose: 'All APIs',
      scopes: ['all-apis', 'offline_access'],
      help: 'What the QuickStart registers. Also says who signed in.',
    },
    {
      purpose: 'SQL only',
      scopes: ['sql', 'offline_access', 'openid', 'email', 'profile'],
      help: 'Enough for queries; the OpenID scopes say who signed in.',
    },
    { purpose: 'Service principal', scopes: ['all-apis'], help: 'For a machine, which needs no refresh token.' },
  ],
  refreshScope: 'offline_access',
  scopesPlace: 'in the account console under Settings, App connections, Access scopes',
  redirectHelp: `Databricks compares redirect URLs exactly and does not accept other loopback ports. ${exactRedirects}`,
  register: [
    'In the account console, open Settings, App connections, and add a connection.',
    'Enter the redirect URLs, choose the access scopes, and set the lifetimes: access tokens 60 minutes, refresh tokens 7 to 90 days.',
    'For a confidential client, generate a client secret; without one, the application is public and PKCE protects it.',
    'For a machine, create a service principal and an OAuth secret for it, and give it access to the data.',
  ],
  flows: ['authorization_code', 'client_credentials'],
  clientAuthentication: ['none', 'client_secret_post', 'client_secret_basic', 'automatic'],
};

const entra: ProviderTemplate<'entra'> = {
  kind: 'entra',
  label: 'Microsoft Entra ID',
  summary: 'People sign in with their Microsoft work account, for Azure Databricks or as the identity provider.',
  fields: {
    authority: {
      label: 'Authority',
      placeholder: 'https://login.microsoftonline.com',
      help: 'https://login.microsoftonline.us for the US government, https://login.partner.microsoftonline.cn for China.',
    },
    tenant: {
      label: 'Directory (tenant) ID',
      placeholder: '12345678-90ab-cdef-1234-567890abcdef',
      help: 'From the overview of the app registration. A verified domain works too; "organizations" lets any company in.',
    },
  },
  clientId: {
    label: 'Application (client) ID',
    placeholder: '12345678-90ab-cdef-1234-567890abcdef',
    help: 'From the overview of the app registration.',
  },
  clientSecret: {
    label: 'Client secret',
    placeholder: '',
    help: 'The value, not the ID, from Certificates & secrets. Leave it out for a native ("mobile and desktop") application.',
  },
  scopes: [
    {
      purpose: 'Azure Databricks',
      scopes: ['2ff814a6-3304-4ab8-85cb-cd0e6f879c1d/user_impersonation', 'offline_access'],
      help: 'The ID is that of AzureDatabricks in every tenant.',
    },
    {
      purpose: 'Azure Databricks, with identity',
      scopes: [
        '2ff814a6-3304-4ab8-85cb-cd0e6f879c1d/user_impersonation',
        'openid',
        'email',
        'profile',
        'offline_access',
      ],
      help: 'Also says who signed in, for Sigma and for user attributes.',
    },
    {
      purpose: 'BigQuery through workforce identity',
      scopes: ['https://bigquery.googleapis.com/.default', 'offline_access'],
      help: 'Needs Google Workforce Identity Federation with this directory.',
    },
    {
      purpose: 'Who the person is',
      scopes: ['openid', 'email', 'profile', 'offline_access'],
      help: 'For row-level security by attributes, or for a token that is exchanged at Databricks.',
    },
    {
      purpose: 'Service principal on Azure Databricks',
      scopes: ['2ff814a6-3304-4ab8-85cb-cd0e6f879c1d/.default'],
      help: 'For a machine (client credentials).',
    },
  ],
  refreshScope: 'offline_access',
  scopesPlace: 'in the Entra admin centre under App registrations, API permissions',
  redirectHelp:
    'Register http://localhost with its path under "Mobile and desktop applications"; Entra ignores the port there. A "Web" registration compares exactly.',
  register: [
    'Register an application; platform "Mobile and desktop applications", with the redirect URLs of this connection.',
    'Under API permissions add AzureDatabricks, user_impersonation (delegated), and grant admin consent.',
    'To allow the public client, switch on "Allow public client flows"; or add a secret or certificate.',
    'Under Token configuration add the optional claims (email, groups) that user attributes are read from.',
  ],
  flows: ['authorization_code', 'token_exchange', 'client_credentials'],
  clientAuthentication: ['none', 'automatic', 'client_secret_post', 'client_secret_basic', 'private_key_jwt'],
};

const oidc: ProviderTemplate<'oidc'> = {
  kind: 'oidc',
  label: 'Okta, Auth0, PingIdentity or another OpenID Connect server',
  summary: 'People sign in at the identity provider of the company, found by its metadata URI.',
  fields: {
    metadataUrl: {
      label: 'Metadata URI',
      placeholder: 'https://example.okta.com/oauth2/default/.well-known/openid-configuration',
      help: 'The address of the authorization server’s metadata. The product is recognised from its host.',
    },
    audience: {
      label: 'Audience',
      placeholder: 'https://myorg-myaccount.snowflakecomputing.com',
      help: 'The identifier of the API, where the server asks for it. Auth0 does: without one, its tokens open nothing but its own user info.',
    },
  },
  clientId: { label: 'Client ID', placeholder: '', help: 'From the application that was created for Sightglass.' },
  clientSecret: {
    label: 'Client secret',
    placeholder: '',
    help: 'For a confidential client. A native application has none and is protected by PKCE.',
  },
  scopes: [
    {
      purpose: 'Snowflake (external OAuth)',
      scopes: ['session:role-any', 'openid', 'email', 'profile', 'offline_access'],
      help: 'session:role:NAME instead of session:role-any fixes the role.',
    },
    {
      purpose: 'Databricks (federation policy)',
      scopes: ['openid', 'email', 'profile', 'offline_access'],
      help: 'Databricks needs a federation policy for this identity provider.',
    },
    {
      purpose: 'Who the person is',
      scopes: ['openid', 'email', 'profile', 'offline_access'],
      help: 'For row-level security by attributes, or for a token that is exchanged at Databricks.',
    },
    {
      purpose: 'BigQuery (workforce identity)',
      scopes: ['https://www.googleapis.com/auth/bigquery', 'openid', 'email', 'offline_access'],
      help: 'Needs Google Workforce Identity Federation with this provider.',
    },
  ],
  refreshScope: 'offline_access',
  scopesPlace: 'in the identity provider, at the scopes and access policies of the authorization server',
  redirectHelp: exactRedirects,
  register: [
    'Create a native (public) OpenID Connect application; grants: authorization code and refresh token, PKCE required.',
    'Enter the redirect URLs of this connection.',
    'On the authorization server (Okta: API Access Management), define the scopes and an access policy for the application; refresh tokens for 7 to 90 days.',
    'Auth0: create an API whose identifier is the audience, with the scopes as its permissions, and allow offline access.',
    'For Snowflake: create a security integration of type external_oauth with the issuer and the keys URL of this server.',
    'For Databricks: create a federation policy for this issuer and its audience.',
  ],
  flows: ['authorization_code', 'token_exchange', 'client_credentials'],
  clientAuthentication: ['automatic', 'none', 'client_secret_post', 'client_secret_basic', 'private_key_jwt'],
};

const snowflake: ProviderTemplate<'snowflake'> = {
  kind: 'snowflake',
  label: 'Snowflake',
  summary: 'People sign in to Snowflake itself (Snowflake OAuth).',
  fields: {
    accountUrl: {
      label: 'Account URL',
      placeholder: 'https://myorg-myaccount.snowflakecomputing.com',
      help: 'From Snowsight: the account menu, View account details. Write underscores of the name as hyphens.',
    },
  },
  clientId: {
    label: 'OAuth client ID',
    placeholder: '',
    help: "From SELECT SYSTEM$SHOW_OAUTH_CLIENT_SECRETS('NAME_OF_THE_INTEGRATION').",
  },
  clientSecret: {
    label: 'OAuth client secret',
    placeholder: '',
    help: 'OAUTH_CLIENT_SECRET of the same answer. A public client (OAUTH_CLIENT_TYPE = PUBLIC) sends none.',
  },
  scopes: [
    {
      purpose: 'Any role of the person',
      scopes: ['session:role-any', 'refresh_token'],
      help: 'Needs OAUTH_USE_SECONDARY_ROLES or the default role of the person.',
    },
    {
      purpose: 'One role',
      scopes: ['session:role:PUBLIC', 'refresh_token'],
      help: 'Put the name of the role in the place of PUBLIC.',
    },
  ],
  refreshScope: 'refresh_token',
  scopesPlace: 'in the security integration of Snowflake (roles that are not blocked, OAUTH_ISSUE_REFRESH_TOKENS)',
  redirectHelp:
    'Snowflake knows one OAUTH_REDIRECT_URI for each integration and compares it exactly. It allows http only with OAUTH_ALLOW_NON_TLS_REDIRECT_URI = TRUE. Register it exactly as it is written here, port included.',
  register: [
    'CREATE SECURITY INTEGRATION … TYPE = OAUTH, OAUTH_CLIENT = CUSTOM, OAUTH_CLIENT_TYPE = PUBLIC or CONFIDENTIAL.',
    'OAUTH_REDIRECT_URI = the redirect URL of this connection, OAUTH_ALLOW_NON_TLS_REDIRECT_URI = TRUE, OAUTH_ENFORCE_PKCE = TRUE.',
    'OAUTH_ISSUE_REFRESH_TOKENS = TRUE, OAUTH_REFRESH_TOKEN_VALIDITY = 604800 to 7776000 seconds (7 to 90 days).',
    'ACCOUNTADMIN, ORGADMIN and SECURITYADMIN are blocked by default: people need another default role.',
  ],
  flows: ['authorization_code'],
  clientAuthentication: ['automatic', 'none', 'client_secret_basic', 'client_secret_post'],
};

const google: ProviderTemplate<'google'> = {
  kind: 'google',
  label: 'Google (BigQuery)',
  summary: 'People sign in with their Google account, for BigQuery.',
  fields: {
    issuer: { label: 'Issuer', placeholder: 'https://accounts.google.com', help: 'The same for everybody.' },
  },
  clientId: {
    label: 'Client ID',
    placeholder: '….apps.googleusercontent.com',
    help: 'From the Google Cloud console: Google Auth Platform, Clients, type "Desktop app".',
  },
  clientSecret: {
    label: 'Client secret',
    placeholder: 'GOCSPX-…',
    help: 'Google gives desktop applications a secret too, and asks for it.',
  },
  scopes: [
    {
      purpose: 'BigQuery',
      scopes: ['https://www.googleapis.com/auth/bigquery', 'openid', 'email'],
      help: 'The refresh token comes without a scope: Sightglass asks for offline access.',
    },
    {
      purpose: 'Who the person is',
      scopes: ['openid', 'email', 'profile'],
      help: 'For row-level security by attributes.',
    },
  ],
  refreshScope: null,
  scopesPlace: 'in the Google Cloud console under Google Auth Platform, Data access',
  redirectHelp:
    'Clients of the type "Desktop app" need no registered redirect URL and accept any loopback port. Clients of the type "Web application" compare exactly.',
  register: [
    'In the Google Cloud console, set up the consent screen (user type Internal for a company) with the BigQuery scope.',
    'Create an OAuth client of the type "Desktop app".',
    'Give people roles/bigquery.dataViewer and roles/bigquery.jobUser (or equivalent) in the project.',
    'While the consent screen is in testing, refresh tokens end after 7 days.',
  ],
  flows: ['authorization_code'],
  clientAuthentication: ['client_secret_post', 'automatic', 'client_secret_basic', 'none'],
};

/** In the order in which the form offers them. */
export const providerTemplates: { readonly [Kind in ProviderKind]: ProviderTemplate<Kind> } = {
  databricks,
  entra,
  oidc,
  snowflake,
  google,
};

/** For a machine or an exchange at Databricks (RFC 8693): what the exchanged token is asked for. */
export const exchangeScopes: readonly string[] = ['all-apis'];

/** For people: how a grant comes about. */
export const flowTexts: Readonly<Record<Connection['flow'], { readonly label: string; readonly help: string }>> = {
  authorization_code: {
    label: 'Each person signs in',
    help: 'Everyone signs in with their own browser, and every query runs as them (authorization code with PKCE).',
  },
  token_exchange: {
    label: 'Company sign-in, exchanged for Databricks',
    help: 'People sign in at the identity provider once; Sightglass exchanges that for a Databricks token, again at each renewal.',
  },
  client_credentials: {
    label: 'A machine',
    help: 'For wallboards: a service account signs in by itself, and every query runs as that account.',
  },
};

/** For people: how the application proves itself at the token endpoint. */
export const clientAuthenticationTexts: Readonly<
  Record<ClientAuthentication, { readonly label: string; readonly help: string }>
> = {
  automatic: { label: 'Automatic', help: 'Taken from what the server offers and from what is entered below.' },
  none: { label: 'Public client', help: 'No secret; PKCE alone protects the sign-in.' },
  client_secret_post: { label: 'Secret in the request body', help: 'client_secret_post' },
  client_secret_basic: { label: 'Secret in the header', help: 'client_secret_basic' },
  private_key_jwt: {
    label: 'Private key',
    help: 'private_key_jwt: each request carries a statement signed with the key. Paste the key as PKCS#8 PEM.',
  },
};
