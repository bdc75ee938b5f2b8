/** Describes what is particular about one kind of authorization server. Everything else is in `oauth`. */

import type { ScopeRules } from '../oauth/grants/granted-scopes.ts';
import type { AccountPrompt } from '../oauth/sign-in/account-prompt.ts';
import type { AuthorizationServerAddress } from '../oauth/tokens/authorization-server.ts';

export interface Provider<Server extends { readonly provider: string }> {
  /** The `provider` of the servers that it describes. */
  readonly kind: Server['provider'];
  /** Where the metadata is, what may be trusted in it, and what the server does in its own way. Pure. */
  authorizationServer(server: Server): AuthorizationServerAddress;
  readonly scopes: ScopeRules;
  /** What the authorization request needs besides the standard parameters. */
  authorizationParameters(server: Server, scopes: readonly string[]): Readonly<Record<string, string>>;
  /**
   * How the server is asked which account to use (`prompt`), where its metadata does not say how; null where it is not
   * known to take that.
   */
  accountPrompt(server: Server, scopes: readonly string[]): AccountPrompt | null;
  /** The API that tokens are asked for, sent as `audience` where a server wants to be told; null elsewhere. */
  audience(server: Server): string | null;
  /** Where SCIM Me is, or null for providers that identify people in other ways. */
  identityUrl(server: Server): string | null;
  /** What SCIM Me needs besides the token, where it needs anything. */
  readonly identityHeaders?: (server: Server) => Readonly<Record<string, string>>;
  /** Claims of an ID token that hold the person's user name; the first that is there counts. */
  userNameClaims(server: Server): readonly string[];
  /** Claims of an ID token that it calls unproven in the server's own way, besides `email_verified`. Left out: none. */
  readonly unprovenClaims?: (claims: Readonly<Record<string, unknown>>) => readonly string[];
  /** The field of a token answer that holds the person's user name, where a provider has such. */
  readonly userNameField: string | null;
  /** How client assertions are addressed and how their key is named (RFC 7523); `keyId` as an administrator entered it. */
  assertion(
    server: Server,
    keyId: string | null,
  ): { audience: 'issuer' | 'token_endpoint'; header: Record<string, string> };
}

/** What most providers do with client assertions. */
export const plainAssertion: Provider<{ readonly provider: string }>['assertion'] = (_server, keyId) => ({
  audience: 'issuer',
  header: keyId === null ? {} : { kid: keyId },
});

/** OpenID Connect Core section 5.1: the address is the person's name in Sigma, so it comes first. */
export const standardUserNameClaims: readonly string[] = ['email', 'preferred_username'];
