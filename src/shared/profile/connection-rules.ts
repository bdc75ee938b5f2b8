/** Rules about a connection that the main process and the set-up form both need: its credential, and its grants. */
import { addressOfServer } from '../providers/catalog.ts';
import { parseUrl } from './addresses.ts';
import type { Connection } from './connection.ts';
import type { AuthorizationServer } from './servers.ts';

/** How an application proves itself. How a key signs does not matter here, only whether one is named. */
export interface ProofOfClient {
  readonly clientAuthentication: Connection['clientAuthentication'];
  readonly signingKey: object | null;
}

/** A service account signs in by itself; no person is behind its tokens (RFC 6749 section 4.4). */
export const isServiceAccount = ({ flow }: Pick<Connection, 'flow'>): boolean => flow === 'client_credentials';

/** What Sigma gets the token of a connection for: one of its connections, all that take it, or nothing. */
export type TokenUse =
  | { readonly kind: 'connection'; readonly sigmaConnectionId: string }
  | { readonly kind: 'organisation' }
  | { readonly kind: 'none' };

type UsesToken = Pick<Connection, 'sigmaConnectionId' | 'isForOrganisation'>;

export function tokenUseOf({ sigmaConnectionId, isForOrganisation }: UsesToken): TokenUse {
  if (isForOrganisation) return { kind: 'organisation' };
  return sigmaConnectionId === null ? { kind: 'none' } : { kind: 'connection', sigmaConnectionId };
}

/** Whether Sigma gets the token; otherwise the sign-in only says who the person is. */
export const isHandedOn = (connection: UsesToken): boolean => tokenUseOf(connection).kind !== 'none';

/** What the vault is to hold, under the name of a client secret whichever it is. */
export function credentialKind({ clientAuthentication, signingKey }: ProofOfClient): 'none' | 'secret' | 'key' {
  switch (clientAuthentication) {
    case 'none':
      return 'none';
    case 'private_key_jwt':
      return 'key';
    case 'automatic':
      return signingKey === null ? 'secret' : 'key';
    default:
      return 'secret';
  }
}

/** Whether the connection cannot do without it: `automatic` also stands for a public client. */
export function needsCredential(connection: ProofOfClient & Pick<Connection, 'flow'>): boolean {
  const { clientAuthentication, signingKey } = connection;
  if (clientAuthentication === 'automatic') return signingKey !== null || isServiceAccount(connection);
  return clientAuthentication !== 'none';
}

/**
 * Where the client secret of a connection goes, as one comparable value: the origin of its server, and the client. It
 * is stored beside the secret, so its form must stay. Of a half-filled form it is as much as the form knows.
 */
export function secretDestination({ server, clientId }: Pick<Connection, 'server' | 'clientId'>): string {
  const address = addressOfServer(server);
  return `${parseUrl(address)?.origin ?? address} ${clientId.trim()}`;
}

/** What of a connection its grants are bound to. */
export type Rebinding = 'flow' | 'organisation' | 'server' | 'client' | 'exchange' | 'scopes';
export type BoundFields = Pick<
  Connection,
  'flow' | 'sigmaConnectionId' | 'isForOrganisation' | 'server' | 'clientId' | 'exchange' | 'scopes'
>;

/**
 * What about a connection is no longer what its grants were given for, in the order of the form. They end with the
 * change, and people sign in again. The main process compares fingerprints, which know less of the server and so
 * differ in fewer cases.
 */
export function rebindings(before: BoundFields, after: BoundFields): Rebinding[] {
  const found: readonly (readonly [Rebinding, boolean])[] = [
    ['flow', before.flow !== after.flow || isHandedOn(before) !== isHandedOn(after)],
    ['organisation', before.isForOrganisation !== after.isForOrganisation],
    ['server', !isSame(withoutWorkspace(before.server), withoutWorkspace(after.server))],
    ['client', before.clientId.trim() !== after.clientId.trim()],
    ['exchange', !isSame(comparable(before.exchange), comparable(after.exchange))],
    ['scopes', !isSame(sorted(before.scopes), sorted(after.scopes))],
  ];
  return found.filter(([, isChanged]) => isChanged).map(([name]) => name);
}

const isSame = (one: unknown, other: unknown): boolean => JSON.stringify(one) === JSON.stringify(other);
const sorted = (scopes: readonly string[]): string[] => [...scopes].sort();
const comparable = (exchange: Connection['exchange']) =>
  exchange && { ...exchange, server: withoutWorkspace(exchange.server), scopes: sorted(exchange.scopes) };

/** Which workspace says who a person is makes their tokens no other ones. */
function withoutWorkspace(server: AuthorizationServer): AuthorizationServer {
  if (server.provider !== 'databricks') return server;
  const { workspaceId: _, ...rest } = server;
  return rest;
}
