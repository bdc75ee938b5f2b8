/** What is particular about one kind of authorization server. Everything else is in `oauth`. */
import type { AuthorizationServerAddress } from '../oauth/authorization-server.ts';

export interface Provider<Server> {
  /** The `provider` of the servers that it describes. */
  readonly kind: string;
  /** For people. */
  readonly label: string;
  readonly defaultScopes: readonly string[];
  /** Where the metadata is. Pure: nothing is asked over the network. */
  authorizationServer(server: Server): AuthorizationServerAddress;
  /** Where SCIM Me is, or null for providers that identify people by ID token alone. */
  identityUrl(server: Server): string | null;
  /** What the authorization request needs besides the standard parameters. */
  authorizationParameters(server: Server): Readonly<Record<string, string>>;
}
