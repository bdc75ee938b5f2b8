/** Which field of the set-up form mends an error: what is wrong, and where, by the names that the form's fields have. */
import type { AppErrorView, ErrorCode } from '../../shared/errors.ts';
import type { Connection } from '../../shared/profile/connection.ts';
import { credentialKind } from '../../shared/profile/connection-rules.ts';
import type { Profile } from '../../shared/profile/profile.ts';

/** An error that led to the set-up, and what it was about as far as that is known. */
export interface FaultOrigin {
  readonly error: AppErrorView;
  readonly connectionId?: string | undefined;
  readonly workbookId?: string | undefined;
}

interface Where {
  readonly profile: Profile;
  readonly connection: Connection | undefined;
  readonly values: AppErrorView['values'];
  readonly workbookId: string | undefined;
}

type Place = (where: Where) => string;

const of =
  (field: string | ((connection: Connection) => string)): Place =>
  ({ connection }) =>
    connection
      ? `connections.${connection.id}.${typeof field === 'string' ? field : field(connection)}`
      : 'connections';

/** Where the server is, as the field of each provider is called. */
const addresses = {
  databricks: 'server.host',
  entra: 'server.authority',
  oidc: 'server.metadataUrl',
  snowflake: 'server.accountUrl',
  google: 'server.issuer',
} as const;
const address = of(({ server }) => addresses[server.provider]);
// The authority of a directory is right almost always, and folded away; its name is not.
const metadata = of(({ server }) => (server.provider === 'entra' ? 'server.tenant' : addresses[server.provider]));

const workbookUrl: Place = ({ workbookId, profile }) => `workbooks.${workbookId ?? profile.workbooks[0]?.id}.url`;

/** Secrets of connections are asked for under other reasons than the embed secret. */
const embedReasons = new Set(['embedSecretNotStored', 'enterEmbedSecret', 'sigmaChanged', 'said']);

const claimPlace: Place = ({ profile, values }) => {
  const { user } = profile;
  if (user.kind === 'internal') return 'user.teamsClaim';
  const row = user.attributes.findIndex(({ claim }) => claim === values.claim);
  return row === -1 ? 'user.teamsClaim' : `user.attributes.saved-${row}.claim`;
};

const parameterPlace: Place = (where) => {
  const { remedy } = where.values;
  if (remedy === 'sigmaTeams') return 'user.teams';
  if (remedy === 'sigmaEmail') return where.profile.user.email === null ? 'user.emailFrom' : 'user.email';
  return workbookUrl(where);
};

/** Every error that is mended in the set-up. */
const places: Readonly<Partial<Record<ErrorCode, Place>>> = {
  redirect_ports_busy: of('redirectUris'),
  redirect_uri_mismatch: of('redirectUris'),
  insecure_server: address,
  metadata_invalid: (where) => (where.values.reason === 'noAccount' ? of('server.accountId')(where) : metadata(where)),
  metadata_issuer_mismatch: metadata,
  authorization_invalid_request: of('clientId'),
  authorization_invalid_scope: of('scopes'),
  scopes_missing: of('scopes'),
  token_request_rejected: of('clientId'),
  client_rejected: of((connection) => (credentialKind(connection) === 'none' ? 'clientId' : 'clientSecret')),
  private_key_invalid: of('clientSecret'),
  identity_unknown: of('scopes'),
  claim_missing: claimPlace,
  exchange_rejected: of('exchange.server.host'),
  secrets_half_changed: () => 'embedSecret',
  secret_missing: (where) =>
    embedReasons.has(String(where.values.reason)) ? 'embedSecret' : of('clientSecret')(where),
  sigma_parameter_invalid: parameterPlace,
  sigma_secret_wrong: () => 'embedSecret',
  sigma_connection_sign_in: of((connection) =>
    connection.isForOrganisation ? 'isForOrganisation' : 'sigmaConnectionId',
  ),
  sigma_internal_user_claims: () => 'userKind',
  sigma_personal_account: of(({ server }) => (server.provider === 'databricks' ? 'server.level' : 'server')),
  sigma_not_found: workbookUrl,
  session_too_long: () => 'sessionSeconds',
  embed_url_too_long: workbookUrl,
};

/** The field's name in the form; null where no field is to blame. */
export function faultyField({ error, connectionId, workbookId }: FaultOrigin, profile: Profile): string | null {
  const { code, values } = error;
  const { connections } = profile;
  // Some errors name a connection by its label; of one alone, nothing else can be meant.
  const connection =
    connections.find(({ id }) => id === connectionId) ??
    connections.find(({ label }) => label === values.label) ??
    connections[0];
  return places[code]?.({ profile, connection, values, workbookId }) ?? null;
}
