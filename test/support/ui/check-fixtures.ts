/** Tests of a set-up, as main shows them to a window. */
import {
  type CheckId,
  type CheckResult,
  type ChecksView,
  type CheckView,
  finding,
} from '../../../src/shared/checks.ts';
import type { AppState } from '../../../src/shared/state.ts';
import { errorOf, fixtures, ids, testNow } from './fixtures.ts';

const ok = (...findings: CheckResult['findings']): CheckResult => ({
  outcome: 'ok',
  owner: null,
  findings,
  error: null,
});
const skipped = (code: 'signed_out' | 'save_first', owner: CheckResult['owner'] = 'person'): CheckResult => ({
  outcome: 'skipped',
  owner,
  findings: [finding(code)],
  error: null,
});

const done = (check: CheckId, connection: number | null, result: CheckResult): CheckView => ({
  check,
  connection,
  state: 'done',
  result,
});

const host = 'dbc-1a2b3c4d-5e6f.cloud.databricks.com';
const redirect = 'http://localhost:3000/auth/databricks/callback';

const before: readonly CheckView[] = [
  done('keychain', null, ok(finding('keychain', { backend: 'secret-service' }))),
  done('clock', null, ok(finding('clock', { host }))),
  done('sigma', null, ok(finding('sigma_answers', { host: 'app.sigmacomputing.com', status: 200 }))),
  done(
    'metadata',
    0,
    ok(
      finding('metadata_found', {
        issuer: `https://${host}/oidc`,
        address: `https://${host}/oidc/.well-known/oauth-authorization-server`,
      }),
      finding('endpoints', {
        authorization: `https://${host}/oidc/v1/authorize`,
        token: `https://${host}/oidc/v1/token`,
      }),
      finding('pkce_stated'),
    ),
  ),
  done('level', 0, ok(finding('level_fits', { host, issuer: `https://${host}/oidc` }))),
  done('ports', 0, ok(finding('port_free', { port: '3000' }))),
  done('redirect', 0, ok(finding('redirect_accepted', { url: redirect }))),
  done('scopes', 0, ok(finding('scopes_taken', { scopes: ['all-apis', 'offline_access'] }))),
  done('client', 0, { outcome: 'skipped', owner: null, findings: [finding('client_public')], error: null }),
];

const after = (grant: CheckResult): readonly CheckView[] => [
  done('grant', 0, grant),
  ...(['granted-scopes', 'identity', 'session'] as const).map((check) =>
    done(check, check === 'granted-scopes' ? 0 : null, {
      outcome: 'skipped',
      owner: null,
      findings: [finding('needs', { check: 'grant' })],
      error: null,
    }),
  ),
];

const view = (checks: readonly CheckView[], changes: Partial<ChecksView> = {}): ChecksView => ({
  runId: 'run',
  phase: 'done',
  isSaved: true,
  connections: [{ label: 'Databricks', connectionId: ids.databricks }],
  checks: [...checks],
  ...changes,
});

/** Each as the state has it once the form has started the run with the id `run`. */
export const checkViews = {
  running: view(
    [...before, ...after(skipped('signed_out'))].map((check, index) =>
      index < 4 ? check : { ...check, state: index < 7 ? 'running' : 'waiting', result: null },
    ),
    { phase: 'running' },
  ),
  'signed-out': view([...before, ...after(skipped('signed_out'))]),
  unsaved: view([...before, ...after(skipped('save_first'))], { isSaved: false }),
  faults: view([
    ...before.map((check): CheckView => {
      if (check.check === 'redirect')
        return done('redirect', 0, {
          outcome: 'failed',
          owner: 'databricks',
          findings: [finding('redirect_refused', { url: redirect })],
          error: errorOf('redirect_uri_mismatch', 'redirect_uri did not match any of the registered ones'),
        });
      if (check.check === 'keychain')
        return done('keychain', null, {
          outcome: 'warning',
          owner: 'it',
          findings: [],
          error: { code: 'vault_unprotected', values: {} },
        });
      return check;
    }),
    ...after(skipped('signed_out')),
  ]),
} as const satisfies Record<string, ChecksView>;

export const windowWith = (checks: ChecksView): Pick<AppState, 'window'> => ({
  window: { ...fixtures['signed-out'](testNow).window, checks },
});
