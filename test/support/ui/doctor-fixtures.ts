/** Runs of the doctor, and the page that shows them over a workbook. */
import {
  type CheckId,
  type CheckResult,
  type CheckView,
  checkIds,
  computerCheckIds,
  finding,
} from '../../../src/shared/checks.ts';
import type { DoctorView } from '../../../src/shared/doctor.ts';
import type { AppState } from '../../../src/shared/state.ts';

const result = (outcome: CheckResult['outcome'], more: Partial<CheckResult> = {}): CheckResult => ({
  outcome,
  owner: null,
  findings: [],
  error: null,
  ...more,
});
const done = (check: CheckId, connection: number | null, of: CheckResult): CheckView => ({
  check,
  connection,
  state: 'done',
  result: of,
});

const host = 'dbc-1a2b3c4d-5e6f.cloud.databricks.com';
const issuer = `https://${host}/oidc`;
const redirect = 'http://localhost:3000/auth/databricks/callback';
const ofWhole: readonly CheckId[] = [...computerCheckIds, 'keychain', 'clock', 'sigma', 'identity', 'session'];

const right: Partial<Record<CheckId, CheckResult['findings']>> = {
  disk: [finding('disk_free', { megabytes: 48_211 })],
  keychain: [finding('keychain', { backend: 'secret-service' })],
  clock: [finding('clock', { host })],
  sigma: [finding('sigma_answers', { host: 'app.sigmacomputing.com', status: 200 })],
  metadata: [finding('metadata_found', { issuer, address: `${issuer}/.well-known/oauth-authorization-server` })],
  level: [finding('level_fits', { host, issuer })],
  ports: [finding('port_free', { port: '3000' })],
  redirect: [finding('redirect_accepted', { url: redirect })],
  scopes: [finding('scopes_taken', { scopes: ['all-apis', 'offline_access'] })],
};

/** Whatever checks there are, each of them right. */
const allRight = (connections = 1): CheckView[] =>
  checkIds.flatMap((check) =>
    (ofWhole.includes(check) ? [null] : [...Array(connections).keys()]).map((connection) =>
      done(check, connection, result('ok', { findings: right[check] ?? [] })),
    ),
  );

const otherwise = (
  checks: readonly CheckView[],
  results: Partial<Record<CheckId, CheckResult>>,
  connection?: number,
): CheckView[] =>
  checks.map((one) => {
    const other = connection === undefined || connection === one.connection ? results[one.check] : undefined;
    return other ? { ...one, result: other } : one;
  });

const wrongSecret = result('failed', {
  owner: 'databricks',
  error: { code: 'client_rejected', values: { reason: 'said', said: 'invalid_client: Client authentication failed' } },
});
const proxyInTheWay = result('failed', {
  owner: 'it',
  findings: [finding('too_slow', { duration: '30000' })],
});
const noKeychain = result('warning', { owner: 'it', error: { code: 'vault_unprotected', values: {} } });
const needs = (check: CheckId) => result('skipped', { findings: [finding('needs', { check })] });
const signedOut = result('skipped', { owner: 'person', findings: [finding('signed_out')] });
const stopped = result('skipped', { findings: [finding('cancelled')] });

const faulty = (checks: readonly CheckView[]): CheckView[] =>
  otherwise(checks, {
    keychain: noKeychain,
    client: wrongSecret,
    grant: needs('client'),
    'granted-scopes': needs('client'),
    identity: needs('client'),
    session: needs('client'),
  });

/** A finding that is as long as any may be. */
const longWords = 'proxy-of-the-headquarters.internal.a-very-long-name-of-a-company.example '.repeat(6).trim();

export function doctorStates(over: (now: number) => AppState, without: (now: number) => AppState) {
  const view = (now: number, state: AppState, checks: readonly CheckView[], more: Partial<DoctorView> = {}) => {
    const profile = state.profiles[0]?.profile ?? null;
    return {
      runId: 'doctor-before',
      phase: 'done' as const,
      startedAt: now - 9_000,
      isSaved: true,
      profile: profile && { id: profile.id, name: profile.name },
      connections: (profile?.connections ?? []).map(({ id, label }) => ({ label, connectionId: id })),
      matters: [],
      checks: [...checks],
      ...more,
    };
  };
  const under = (
    now: number,
    checks: readonly CheckView[],
    more: Partial<DoctorView> = {},
    state: AppState = over(now),
  ): AppState => ({
    ...state,
    window: { ...state.window, sheet: 'doctor', doctor: view(now, state, checks, more) },
  });
  return {
    doctor: (now: number) => under(now, faulty(allRight())),
    'doctor-running': (now: number) =>
      under(
        now,
        otherwise(allRight(), { keychain: noKeychain }).map((check, index): CheckView => {
          if (index < 6) return check;
          return { ...check, state: index < 10 ? 'running' : 'waiting', result: null };
        }),
        { phase: 'running' },
      ),
    'doctor-right': (now: number) => under(now, allRight()),
    'doctor-signed-out': (now: number) =>
      under(
        now,
        otherwise(allRight(), {
          grant: signedOut,
          'granted-scopes': needs('grant'),
          identity: needs('grant'),
          session: needs('grant'),
        }),
      ),
    'doctor-stopped': (now: number) =>
      under(
        now,
        allRight().map((check, index) => (index < 4 ? check : { ...check, result: stopped })),
        { phase: 'cancelled' },
      ),
    'doctor-computer': (now: number) =>
      under(
        now,
        allRight().filter(({ check }) => check === 'disk'),
        {},
        without(now),
      ),
    /** Four connections with names of every length, and findings that are as long as they may be. */
    'doctor-many': (now: number) =>
      under(
        now,
        [
          ...otherwise(faulty(allRight(4)), { metadata: proxyInTheWay }, 3).map((check) =>
            check.check === 'level' && check.connection === 1
              ? {
                  ...check,
                  result: result('failed', {
                    owner: 'it',
                    findings: [finding('too_slow', { duration: '30000' })],
                    error: { code: 'proxy_unusable', values: { reason: 'said', said: longWords } },
                  }),
                }
              : check,
          ),
        ],
        {
          connections: [
            { label: 'Databricks', connectionId: null },
            { label: '', connectionId: null },
            { label: 'Snowflake of the department for the evaluation of long names', connectionId: null },
            { label: 'BigQuery', connectionId: null },
          ],
        },
      ),
  };
}

/** What a report holds. */
export const reportFiles = [
  { name: 'report.txt', text: `Sightglass 0.1.0 (linux x64)\n\n${'[Right] Clock\n'.repeat(60)}` },
  { name: 'report.json', text: '{\n  "schema": 1\n}\n' },
  { name: 'main.log', text: `${'{"at":"2026-11-27T18:00:00Z","event":"doctor.started"} '.repeat(8)}\n` },
];
