/** An authorization server as a connection names it: where it is said to be, before it was asked. */
export interface AuthorizationServerAddress {
  /** The issuer identifier that the metadata must state (RFC 8414 section 3.3). */
  readonly issuer: string;
  /** Where the metadata may be, in the order in which to ask. */
  readonly metadataUrls: readonly string[];
  /** For servers whose endpoints are documented, when no metadata can be had. */
  readonly fixedEndpoints: { readonly authorization_endpoint: string; readonly token_endpoint: string } | null;
}

/** An application as it is registered with an authorization server (RFC 6749 section 2). */
export interface OAuthClient {
  readonly clientId: string;
  /** Public clients have no secret; confidential ones send theirs in the body (RFC 6749 section 2.3.1). */
  readonly authentication:
    | { readonly method: 'none' }
    | { readonly method: 'client_secret_post'; readonly clientSecret: string };
}
