/** All checks. A new one is a file of its own, a line here, and its name in `shared/checks.ts`. */
import type { Check } from './check.ts';
import { audit } from './checks/audit.ts';
import { browser } from './checks/browser.ts';
import { client } from './checks/client.ts';
import { clock } from './checks/clock.ts';
import { disk } from './checks/disk.ts';
import { displays } from './checks/displays.ts';
import { downloads } from './checks/downloads.ts';
import { electron } from './checks/electron.ts';
import { files } from './checks/files.ts';
import { folder } from './checks/folder.ts';
import { grant } from './checks/grant.ts';
import { grantedScopes } from './checks/granted-scopes.ts';
import { graphics } from './checks/graphics.ts';
import { identity } from './checks/identity.ts';
import { keychain } from './checks/keychain.ts';
import { keychainNow } from './checks/keychain-now.ts';
import { level } from './checks/level.ts';
import { metadata } from './checks/metadata.ts';
import { policy } from './checks/policy.ts';
import { ports } from './checks/ports.ts';
import { redirect } from './checks/redirect.ts';
import { sandbox } from './checks/sandbox.ts';
import { scopes } from './checks/scopes.ts';
import { session } from './checks/session.ts';
import { sigma } from './checks/sigma.ts';
import { version } from './checks/version.ts';
import type { LookedAt } from './doctor-edges.ts';
import type { Parts } from './parts.ts';
import type { PlannedCheck } from './run-checks.ts';
import type { Subject } from './subject.ts';

/** In the order of `checkIds`. */
export const allChecks: readonly Check[] = [
  disk,
  folder,
  files,
  downloads,
  browser,
  graphics,
  sandbox,
  displays,
  electron,
  version,
  policy,
  audit,
  keychainNow,
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

/** The checks of what a form holds: of the whole, and of each connection. */
export function planChecks(subject: Subject, parts: Parts): PlannedCheck[] {
  return allChecks
    .filter(({ where }) => where !== 'doctor')
    .flatMap((check) => planOf(check, { subject, parts, edges: null }));
}

/** All checks. @param subject the saved set-up; null for those of the computer alone */
export function planDoctor(subject: Subject | null, parts: Parts, edges: LookedAt | null): PlannedCheck[] {
  return allChecks.filter(({ where }) => where !== 'form').flatMap((check) => planOf(check, { subject, parts, edges }));
}

interface PlannedFor {
  readonly subject: Subject | null;
  readonly parts: Parts;
  /** Null where nothing can be asked of the computer. */
  readonly edges: LookedAt | null;
}

function planOf(check: Check, { subject, parts, edges }: PlannedFor): PlannedCheck[] {
  const { id, needs = [], after = [], limitMs = USUAL_LIMIT_MS } = check;
  const plan = { check: id, needs, after, limitMs };
  if (check.about === 'computer') {
    return edges ? [{ ...plan, connection: null, run: (signal) => check.run(edges, parts, signal) }] : [];
  }
  if (subject === null) return [];
  if (check.about === 'profile') {
    return [{ ...plan, connection: null, run: (signal) => check.run(subject, parts, signal) }];
  }
  return subject.connections
    .filter((about) => check.concerns?.(about) ?? true)
    .map((about) => ({ ...plan, connection: about.number, run: (signal) => check.run(about, parts, signal) }));
}
