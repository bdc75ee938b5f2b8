/** A connection: a connection of Sigma, and the authorization server and application that give tokens for its data. */
import { z } from '../zod.ts';
import { fault, RedirectUri, Scope, singleLine, word } from './fields.ts';
import { AuthorizationServer, DatabricksServer } from './servers.ts';

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

const Scopes = z.array(Scope).min(1, fault('missing')).max(32, fault('tooLong'));

/** Everything but the id, which a new connection has not got yet. */
const connectionFields = {
  label: singleLine(80),
  /**
   * The id that Sigma gave the connection: the last part of its URL under Administration, Connections. Null where the
   * token is for the whole organisation, and where the sign-in only says who the person is, while Sigma uses an account
   * of its own (row-level security by attributes).
   */
  sigmaConnectionId: word(128).nullable(),
  /** Whether Sigma gets the token for all connections of its organisation that take it (the claim `oauth_token`). */
  isForOrganisation: z.boolean().default(false),
  server: AuthorizationServer,
  /** How a grant comes about: a person signs in; a machine shows its secret; or a company sign-in is exchanged. */
  flow: z.enum(['authorization_code', 'client_credentials', 'token_exchange']),
  /** For `token_exchange`: where the identity provider's token is traded for the data platform's (RFC 8693). */
  exchange: z
    .object({
      server: DatabricksServer,
      /** Where the platform wants the exchanging application named; null for its federation policy alone. */
      clientId: word(256).nullable(),
      scopes: Scopes,
    })
    .nullable(),
  clientId: word(256),
  clientAuthentication: ClientAuthentication,
  /** For `private_key_jwt` (RFC 7523): how assertions are signed. The key itself is in the vault. */
  signingKey: z.object({ algorithm: z.enum(SIGNING_ALGORITHMS), keyId: singleLine(256).nullable() }).nullable(),
  scopes: Scopes,
  /** Tried in order; the first whose port is free is used. Each must be registered exactly as written. */
  redirectUris: z.array(RedirectUri).min(1, fault('missing')).max(16, fault('tooLong')),
};

/** What the rules between fields look at. */
interface RelatedFields {
  readonly flow: 'authorization_code' | 'client_credentials' | 'token_exchange';
  readonly exchange: unknown;
  readonly signingKey: unknown;
  readonly clientAuthentication: ClientAuthentication;
  readonly sigmaConnectionId: string | null;
  readonly isForOrganisation: boolean;
}

/** What one field requires of another. */
function checkRelatedFields(connection: RelatedFields, context: z.RefinementCtx): void {
  const require = (field: keyof RelatedFields, isThere: boolean) => {
    if (!isThere) context.addIssue({ code: 'custom', path: [field], message: fault('missing') });
  };
  const { flow, exchange, signingKey, clientAuthentication, sigmaConnectionId, isForOrganisation } = connection;
  require('exchange', flow !== 'token_exchange' || exchange !== null);
  require('signingKey', clientAuthentication !== 'private_key_jwt' || signingKey !== null);
  require('clientAuthentication', flow !== 'client_credentials' || clientAuthentication !== 'none');
  require('sigmaConnectionId', flow === 'authorization_code' || sigmaConnectionId !== null || isForOrganisation);
  // Sigma would get the token twice, as two claims, and which of them counts nobody could see in the profile.
  if (isForOrganisation && sigmaConnectionId !== null) {
    context.addIssue({ code: 'custom', path: ['isForOrganisation'], message: fault('invalid') });
  }
}

export const Connection = z.object({ id: z.uuid(), ...connectionFields }).superRefine(checkRelatedFields);
export type Connection = z.infer<typeof Connection>;

/** A secret on its way from the set-up form into the vault. Null keeps what the vault already holds. */
export const SecretInput = z.string().trim().min(1, fault('missing')).max(16_384, fault('tooLong')).nullable();

/** A connection as the set-up form hands it over; without an id, a new one. */
export const ConnectionDraft = z
  .object({
    id: z.uuid().nullable(),
    ...connectionFields,
    /** The client secret, or the private key (PKCS#8 in PEM) for `private_key_jwt`. */
    clientSecret: SecretInput,
  })
  .superRefine(checkRelatedFields);
