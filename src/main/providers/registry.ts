/** All providers, by the `provider` of a connection's server. A new one is a file of its own and a line here. */
import type { Connection } from '../../shared/profile.ts';
import { databricks } from './databricks.ts';
import type { Provider } from './provider.ts';

type Server = Connection['server'];
type Kind = Server['provider'];

/** The type makes a kind in the profile schema without a provider a compile error. */
const providers: { readonly [K in Kind]: Provider<Extract<Server, { provider: K }>> } = { databricks };

/** The provider that understands this server. */
export function providerOf<S extends Server>(server: S): Provider<S> {
  // Sound by the type of `providers`; TypeScript does not follow the index through a union.
  return providers[server.provider] as unknown as Provider<S>;
}
