/** What of an application is in the vault: nothing, a secret, or a private key. */
import type { Connection } from './profile.ts';

/** What the vault is to hold, under the name of a client secret whichever it is. */
export function credentialKind(
  connection: Pick<Connection, 'clientAuthentication' | 'signingKey'>,
): 'none' | 'secret' | 'key' {
  switch (connection.clientAuthentication) {
    case 'none':
      return 'none';
    case 'private_key_jwt':
      return 'key';
    case 'automatic':
      return connection.signingKey === null ? 'secret' : 'key';
    default:
      return 'secret';
  }
}

/** Whether the connection cannot do without it: `automatic` also stands for a public client. */
export function needsCredential(connection: Pick<Connection, 'clientAuthentication' | 'signingKey' | 'flow'>): boolean {
  const { clientAuthentication, signingKey, flow } = connection;
  if (clientAuthentication === 'automatic') return signingKey !== null || flow === 'client_credentials';
  return clientAuthentication !== 'none';
}
