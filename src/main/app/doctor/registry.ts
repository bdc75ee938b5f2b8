/** All checks. A new one is a file of its own, a line here, and its name in `shared/checks.ts`. */
import { type CheckResult, finding, networkCheckIds } from '../../../shared/checks.ts';
import { type Check, unknown } from './check.ts';
import { audit } from './checks/audit.ts';
import { browser } from './checks/browser.ts';
import { claims } from './checks/claims.ts';
import { client } from './checks/client.ts';
import { clock } from './checks/clock.ts';
import { data } from './checks/data.ts';
import { disk } from './checks/disk.ts';
import { displays } from './checks/displays.ts';
import { dns } from './checks/dns.ts';
import { downloads } from './checks/downloads.ts';
import { electron } from './checks/electron.ts';
import { federation } from './checks/federation.ts';
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
import { proxy } from './checks/proxy.ts';
import { reach } from './checks/reach.ts';
import { redirect } from './checks/redirect.ts';
import { renewals } from './checks/renewals.ts';
import { sandbox } from './checks/sandbox.ts';
import { scopes } from './checks/scopes.ts';
import { session } from './checks/session.ts';
import { sessionReadable } from './checks/session-readable.ts';
import { sigma } from './checks/sigma.ts';
import { sigmaAnswer } from './checks/sigma-answer.ts';
import { tls } from './checks/tls.ts';
import { version } from './checks/version.ts';
import type { LookedAt } from './doctor-edges.ts';
import { faultOnTheWay } from './network-look.ts';
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
  dns,
  proxy,
  tls,
  reach,
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
  renewals,
  claims,
  federation,
  sessionReadable,
  sigmaAnswer,
  data,
];

/** A server may take long for its first answer, and several are asked one after the other. */
const USUAL_LIMIT_MS = 30_000;
/** What this computer says of itself is there at once, or something in it hangs. */
const LOCAL_LIMIT_MS = 10_000;

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
  const isLocal = check.about === 'computer';
  const { id, needs = [], unless = [], after = [], limitMs = isLocal ? LOCAL_LIMIT_MS : USUAL_LIMIT_MS } = check;
  const plan = { check: id, needs, unless, after, limitMs, isLocal };
  if (check.about === 'computer') {
    return edges ? [{ ...plan, connection: null, run: (signal) => check.run(edges, parts, signal) }] : [];
  }
  const isUnasked = parts.network === undefined && networkCheckIds.some((one) => one === id);
  if (subject === null || isUnasked) return [];
  // What is wrong on the way is known by then.
  const asking = check.asks ? { ...plan, after: [...after, 'reach' as const] } : plan;
  const unlessOnTheWay = (origins: readonly string[], run: () => Promise<CheckResult>): Promise<CheckResult> => {
    const told = faultOnTheWay(subject, origins);
    return told === null ? run() : Promise.resolve(unknown(finding('needs', { check: told })));
  };
  if (check.about === 'profile') {
    const run = (signal: AbortSignal) =>
      unlessOnTheWay(check.asks?.(subject) ?? [], () => check.run(subject, parts, signal));
    return [{ ...asking, connection: null, run }];
  }
  return subject.connections
    .filter((about) => check.concerns?.(about) ?? true)
    .map((about) => ({
      ...asking,
      connection: about.number,
      run: (signal) => unlessOnTheWay(check.asks?.(about) ?? [], () => check.run(about, parts, signal)),
    }));
}
