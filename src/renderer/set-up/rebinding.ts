/** What a saved connection is bound to: its grants to what they were given for, its secret to where it is sent. */
import type { Connection } from '../../shared/profile/profile.ts';
import { addressOfServer } from '../../shared/providers/catalog.ts';
import { type ConnectionValues, connectionDraft, usesKey } from './connection-values.ts';
import { sameWords } from './text-values.ts';

/** The server and the application that a client secret is shown to, as far as the form knows. */
function secretDestination(values: ConnectionValues): string {
  const { server, clientId } = connectionDraft(values);
  const address = addressOfServer(server);
  return `${URL.canParse(address) ? new URL(address).origin : address} ${clientId.trim()}`;
}

/**
 * A stored secret stays with a connection as long as it goes to the same server and application; for any other, the
 * program asks for one (see `secretDestination` in main). One of another kind than is wanted now counts as none anyway.
 */
export function withKeptSecret(values: ConnectionValues, saved: ConnectionValues | undefined): ConnectionValues {
  if (!saved) return values;
  const goesThere = secretDestination(values) === secretDestination(saved);
  const isWanted = saved.stored === (usesKey(values) ? 'key' : 'secret');
  return { ...values, stored: isWanted && !goesThere ? 'other' : saved.stored };
}

const asSet = (exchange: Connection['exchange']) => exchange && { ...exchange, scopes: [...exchange.scopes].sort() };

export type Rebinding = 'pattern' | 'server' | 'client' | 'scopes' | 'exchange';

/**
 * What about a saved connection is no longer what its grants were given for, in the order of the form. They end with
 * the change, and people sign in again.
 */
export function rebindings(before: ConnectionValues, after: ConnectionValues): Rebinding[] {
  const [was, is] = [connectionDraft(before), connectionDraft(after)];
  const differs = (...parts: [unknown, unknown]) => JSON.stringify(parts[0]) !== JSON.stringify(parts[1]);
  const found: [Rebinding, boolean][] = [
    ['pattern', was.flow !== is.flow],
    ['server', differs(was.server, is.server)],
    ['client', was.clientId.trim() !== is.clientId.trim()],
    ['exchange', differs(asSet(was.exchange), asSet(is.exchange))],
    ['scopes', !sameWords(before.scopes, after.scopes)],
  ];
  return found.filter(([, changed]) => changed).map(([name]) => name);
}
