/** An authorization server before it was asked, and an application as it is registered there. */
import type { ErrorCode, RemedyName } from '../../../shared/errors.ts';

/** What a request to the token or revocation endpoint is for. */
export type TokenUse = 'code' | 'refresh' | 'client_credentials' | 'exchange' | 'revocation';

/** A refusal as the server worded it. */
export interface Refusal {
  /** What was asked for; `authorization` for an answer that the browser brought. */
  readonly use: 'authorization' | 'metadata' | TokenUse;
  /** The HTTP status, or null for an answer that the browser brought. */
  readonly status: number | null;
  /** The `error` of the answer, or what stands for it in another shape; empty when there was none. */
  readonly error: string;
  readonly description: string;
}

/** A refusal that is known by its words or its number. */
export interface KnownRefusal {
  readonly code: ErrorCode;
  /** What to do about it, where that is more than its code says. */
  readonly remedy?: RemedyName;
}

/** What one kind of server does in its own way. Without a rule, what the standards say holds. */
export interface ServerRules {
  /** What words or numbers mean that only this kind of server uses; null when it said nothing like that. */
  readonly vendorError?: (refusal: Refusal) => KnownRefusal | null;
  /** What to do at this kind of server about an error that anything may have caused, where that is more than its code says. */
  readonly remedies?: Readonly<Partial<Record<ErrorCode, RemedyName>>>;
  /** How ID tokens get another algorithm at this kind of server. */
  readonly algorithmRemedy?: RemedyName;
  /** The issuer that an ID token must name, where it may differ from the issuer of the metadata. */
  readonly issuerOfIdToken?: (metadataIssuer: string, idToken: string) => string;
  /** The issuer that `iss` of an authorization response must name (RFC 9207), given what it names. */
  readonly issuerOfResponse?: (metadataIssuer: string, stated: string) => string;
  /** Whether UserInfo takes an access token of these scopes, where it may be meant for another service alone. */
  readonly isForUserInfo?: (scopes: readonly string[], userInfoEndpoint: string) => boolean;
}

/** The rules of the servers of a connection: of the one that signs in, and of the one that exchanges (RFC 8693). */
export interface ConnectionServerRules {
  readonly server: ServerRules;
  readonly exchange: ServerRules | null;
}

/** An authorization server as a connection names it: where it is said to be, before it was asked. */
export interface AuthorizationServerAddress extends ServerRules {
  /** The issuer identifier that the metadata must state (RFC 8414 section 3.3), unless `acceptsIssuer` says otherwise. */
  readonly issuer: string;
  /** For servers whose metadata may state another issuer than `issuer`, within limits that the provider knows. */
  readonly acceptsIssuer?: (stated: string) => boolean;
  /**
   * The address of the same server under the name that its metadata states, where the provider knows that it may have two
   * and `acceptsIssuer` does not tell; null for everything else. What is said at that address is all that counts then.
   */
  readonly aliasOf?: (stated: string) => AuthorizationServerAddress | null;
  /** Where the metadata may be, in the order in which to ask. None: only the fixed endpoints are used. */
  readonly metadataUrls: readonly string[];
  /** Origins besides the issuer's own that endpoints may be on, where the provider documents such. */
  readonly endpointOrigins?: readonly string[];
  /** Origins that the UserInfo endpoint may be on besides. */
  readonly userInfoOrigins?: readonly string[];
  /** For servers whose endpoints are documented, when no metadata can be had. */
  readonly fixedEndpoints: { readonly authorization_endpoint: string; readonly token_endpoint: string } | null;
  /** Asked first, where there may be such. When it does not tell, the rest of this address holds. */
  readonly hostMetadata?: HostMetadata;
}

/** Where it is asked who a person is, and what that takes besides the token. */
export interface IdentityEndpoint {
  readonly identityUrl: string | null;
  readonly identityHeaders?: Readonly<Record<string, string>>;
}

/** A server that was asked where it signs people in. */
export interface LocatedServer extends IdentityEndpoint {
  readonly server: AuthorizationServerAddress;
}

/** For hosts that tell, at an address of their own, which issuer people sign in at. */
export interface HostMetadata {
  readonly url: string;
  /**
   * @param document the JSON of the answer, whatever it is
   * @returns null when it does not tell
   * @throws AppError for what it must not tell: `metadata_invalid`, `metadata_issuer_mismatch`, `metadata_endpoint_untrusted`
   */
  read(document: unknown): LocatedServer | null;
  /** Whether the host may have named this issuer, now or earlier. */
  mayName(issuer: string): boolean;
}

/** A private key that signs client assertions (RFC 7523). */
export interface AssertionKey {
  /** PKCS#8 in PEM. */
  readonly privateKey: string;
  readonly algorithm: 'RS256' | 'PS256' | 'ES256';
  /** Header parameters that name the key, such as `kid`. */
  readonly header: Readonly<Record<string, string>>;
  /** What the server wants as `aud`: servers differ (RFC 7523 section 3 allows both). */
  readonly audience: 'issuer' | 'token_endpoint';
}

/** An application as it is registered with an authorization server (RFC 6749 section 2). */
export interface OAuthClient {
  readonly clientId: string;
  /** How it authenticates at the token endpoint (OpenID Connect Core section 9). */
  readonly authentication:
    | { readonly method: 'none' }
    | { readonly method: 'client_secret_post'; readonly clientSecret: string }
    | { readonly method: 'client_secret_basic'; readonly clientSecret: string }
    | { readonly method: 'private_key_jwt'; readonly key: AssertionKey }
    /** Chosen when the server's metadata is known, from what there is. */
    | { readonly method: 'automatic'; readonly clientSecret: string | null; readonly key: AssertionKey | null };
}
