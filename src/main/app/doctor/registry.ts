/** All checks. A new one is a file of its own, a line here, and its name in `shared/checks.ts`. */
import type { Check } from './check.ts';
import { client } from './checks/client.ts';
import { clock } from './checks/clock.ts';
import { grant } from './checks/grant.ts';
import { grantedScopes } from './checks/granted-scopes.ts';
import { identity } from './checks/identity.ts';
import { keychain } from './checks/keychain.ts';
import { level } from './checks/level.ts';
import { metadata } from './checks/metadata.ts';
import { ports } from './checks/ports.ts';
import { redirect } from './checks/redirect.ts';
import { scopes } from './checks/scopes.ts';
import { session } from './checks/session.ts';
import { sigma } from './checks/sigma.ts';
import type { Parts } from './parts.ts';
import type { PlannedCheck } from './run-checks.ts';
import type { Subject } from './subject.ts';

/** In the order of `checkIds`. */
export const allChecks: readonly Check[] = [
  keychain,
  clock,
  sigma,
  metadata,
  level,
  ports,
  redirect,
  scopes,
  client,
  grant,
  grantedScopes,
  identity,
  session,
];

/** A server may take long for its first answer, and several are asked one after the other. */
const USUAL_LIMIT_MS = 30_000;

/** The checks of a set-up: of the whole, and of each connection. */
export function planChecks(subject: Subject, parts: Parts): PlannedCheck[] {
  return allChecks.flatMap((check): PlannedCheck[] => {
    const { id, needs = [], after = [], limitMs = USUAL_LIMIT_MS } = check;
    const plan = { check: id, needs, after, limitMs };
    if (check.about === 'profile') {
      return [{ ...plan, connection: null, run: (signal) => check.run(subject, parts, signal) }];
    }
    return subject.connections
      .filter((about) => check.concerns?.(about) ?? true)
      .map((about) => ({ ...plan, connection: about.number, run: (signal) => check.run(about, parts, signal) }));
  });
}
