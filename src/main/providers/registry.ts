/** All providers, by the `provider` of a connection's server. A new one is a file of its own and a line here. */
import type { AuthorizationServer } from '../../shared/profile/servers.ts';
import { databricks } from './databricks.ts';
import { entra } from './entra.ts';
import { google } from './google.ts';
import { oidc } from './oidc.ts';
import type { Provider } from './provider.ts';
import { snowflake } from './snowflake.ts';

type Kind = AuthorizationServer['provider'];

/** The type makes a kind in the profile schema without a provider a compile error. */
const providers: { readonly [K in Kind]: Provider<Extract<AuthorizationServer, { provider: K }>> } = {
  databricks,
  entra,
  oidc,
  snowflake,
  google,
};

/** The provider that understands this server. */
export function providerOf<S extends AuthorizationServer>(server: S): Provider<S> {
  // Sound by the type of `providers`; TypeScript does not follow the index through a union.
  return providers[server.provider] as unknown as Provider<S>;
}
