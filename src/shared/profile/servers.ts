/** The authorization servers that a connection may name, one schema for each provider. */

import { needsAccountId } from '../providers/databricks-hosts.ts';
import { z } from '../zod.ts';
import { parseUrl } from './addresses.ts';
import { fault, ServerOrigin, ServerUrl, word } from './fields.ts';

export const DATABRICKS_ACCOUNT_ID = /^[0-9a-zA-Z-]{1,64}$/;
/** Mostly numbers. It goes into a header of HTTP, so it is bound to harmless characters. */
export const DATABRICKS_WORKSPACE_ID = /^[0-9a-zA-Z._-]{1,64}$/;

/** Databricks: a workspace, an account console, or a unified host, which is both. */
export const DatabricksServer = z
  .object({
    provider: z.literal('databricks'),
    /** Such as https://dbc-1234.cloud.databricks.com */
    host: ServerOrigin,
    /** Where people sign in. `automatic`: where the host says, which is asked at every sign-in. */
    level: z.enum(['automatic', 'workspace', 'account'], fault('notALevel')),
    accountId: z.string().trim().regex(DATABRICKS_ACCOUNT_ID, fault('notAnAccountId')).nullable(),
    /** The workspace to ask who the person is, at a host of several. Left out: the one that the host names, if any. */
    workspaceId: z.string().trim().regex(DATABRICKS_WORKSPACE_ID, fault('notAWorkspaceId')).optional(),
  })
  .refine((server) => !needsAccountId(server) || server.accountId !== null, {
    path: ['accountId'],
    message: fault('missing'),
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
    .regex(/^[0-9a-zA-Z.-]{1,253}$/, fault('notATenant')),
});
export type EntraServer = z.infer<typeof EntraServer>;

/** Okta, Auth0, PingIdentity and any other OpenID Connect server, named by its metadata URI. */
export const OidcServer = z.object({
  provider: z.literal('oidc'),
  metadataUrl: ServerUrl.refine((text) => {
    const url = parseUrl(text);
    return url !== null && /\/\.well-known\/(openid-configuration|oauth-authorization-server)/.test(url.pathname);
  }, fault('notMetadata')),
  /** The API that access tokens are meant for, where the server has to be told: Auth0 does. Not part of any RFC. */
  audience: word(512).nullable().default(null),
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
