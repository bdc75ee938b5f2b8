/** What a saved connection is bound to: its grants to what they were given for, its secret to where it is sent. */
import { type Rebinding, rebindings, secretDestination } from '../../shared/profile/connection-rules.ts';
import { type ConnectionValues, connectionDraft, usesKey } from './connection-values.ts';

/**
 * A stored secret stays with a connection as long as it goes to the same server and application; for any other, the
 * program asks for one. One of another kind than is wanted now counts as none anyway.
 */
export function withKeptSecret(values: ConnectionValues, saved: ConnectionValues | undefined): ConnectionValues {
  if (!saved) return values;
  const goesThere = secretDestination(connectionDraft(values)) === secretDestination(connectionDraft(saved));
  const isWanted = saved.stored === (usesKey(values) ? 'key' : 'secret');
  return { ...values, stored: isWanted && !goesThere ? 'other' : saved.stored };
}

/** What ends the grants of a connection, as far as the form knows. */
export const rebindingsOf = (before: ConnectionValues, after: ConnectionValues): Rebinding[] =>
  rebindings(connectionDraft(before), connectionDraft(after));
