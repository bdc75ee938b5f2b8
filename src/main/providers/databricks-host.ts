/**
 * What a Databricks host says of itself at `/.well-known/databricks-config`, and how much of it is believed.
 *
 * The field names are those of Databricks' SDKs (databricks-sdk-go `config/host_metadata.go`). The address that the host
 * names is never used as such: it only chooses between the two places at this very host that Databricks documents, so
 * that no answer can lead a code, a token or a client secret to another server.
 */

import { AppError } from '../../shared/errors.ts';
import { DATABRICKS_ACCOUNT_ID, DATABRICKS_WORKSPACE_ID } from '../../shared/profile/servers.ts';
import { z } from '../../shared/zod.ts';

const Id = (pattern: RegExp) =>
  // The SDKs read text; a number names the same workspace as long as it is exact.
  z.union([z.string(), z.int().transform(String)]).pipe(z.string().regex(pattern));
/** Absent, null and empty are the same: nothing is said. */
const optional = <Value extends z.ZodType>(value: Value) =>
  z.preprocess((given) => (given === null || given === '' ? undefined : given), value.optional());

const DatabricksConfig = z.object({
  oidc_endpoint: optional(z.string().max(2_048)),
  account_id: optional(Id(DATABRICKS_ACCOUNT_ID)),
  workspace_id: optional(Id(DATABRICKS_WORKSPACE_ID)),
});

export interface TalkingHost {
  /** Of the account that people sign in at; null when they sign in at the workspace. */
  readonly accountId: string | null;
  /** The only workspace of this host; null where it has several, or is an account console. */
  readonly workspaceId: string | null;
}

const ofHost = { remedy: 'databricksAddress' } as const;

const ACCOUNT_PLACE = /^\/oidc\/accounts\/([^/]+)$/;
const PLACEHOLDER = '{account_id}';

/**
 * @param origin of the host that was asked
 * @param accountId what the profile says about the account; null when nothing
 * @returns null when the host does not say where people sign in
 * @throws AppError `metadata_invalid`, `metadata_issuer_mismatch` (another account), `metadata_endpoint_untrusted`
 */
export function readDatabricksConfig(document: unknown, origin: string, accountId: string | null): TalkingHost | null {
  const { host } = new URL(origin);
  if (typeof document !== 'object' || document === null || Array.isArray(document)) return null;
  const parsed = DatabricksConfig.safeParse(document);
  if (!parsed.success) {
    const name = String(parsed.error.issues[0]?.path[0] ?? '');
    throw new AppError('metadata_invalid', { reason: 'unreadableHost', name, host, ...ofHost });
  }
  const { oidc_endpoint, account_id = null, workspace_id = null } = parsed.data;
  if (oidc_endpoint === undefined) return null;
  requireSameAccount(account_id, accountId, host);
  const path = placeAt(oidc_endpoint, origin);
  if (path === '/oidc') return { accountId: null, workspaceId: workspace_id };

  const [, named] = ACCOUNT_PLACE.exec(path) ?? [];
  if (named === undefined) throw untrusted('unknownPlace', host, { path: shown(path) });
  const account = named === PLACEHOLDER ? (account_id ?? accountId) : named;
  if (account === null) throw new AppError('metadata_invalid', { reason: 'noAccount', host, ...ofHost });
  if (!DATABRICKS_ACCOUNT_ID.test(account)) throw untrusted('unknownPlace', host, { path: shown(path) });
  requireSameAccount(account, account_id, host);
  requireSameAccount(account, accountId, host);
  return { accountId: account, workspaceId: workspace_id };
}

/** The path at the host, without the slashes at its end. @throws AppError `metadata_endpoint_untrusted` */
function placeAt(endpoint: string, origin: string): string {
  const { host, protocol } = new URL(origin);
  if (!URL.canParse(endpoint)) throw untrusted('noAddress', host);
  const url = new URL(endpoint);
  if (url.protocol !== protocol) throw untrusted('notHttps', host);
  if (url.origin !== origin || url.username !== '' || url.password !== '') {
    throw untrusted('elsewhere', host, { otherHost: shown(url.host) });
  }
  if (url.search !== '' || url.hash !== '') throw untrusted('unknownPlace', host, { path: shown(url.href) });
  // What URL has encoded is only looked at; nothing of it is sent anywhere.
  return url.pathname.replace(/\/+$/, '').replace(/%7B/gi, '{').replace(/%7D/gi, '}');
}

/** Of an address that was parsed, so that it holds nothing that cannot be shown. */
const shown = (part: string): string => part.slice(0, 200);

type Untrusted = 'noAddress' | 'notHttps' | 'elsewhere' | 'unknownPlace';

function untrusted(reason: Untrusted, host: string, more: { otherHost?: string; path?: string } = {}): AppError {
  const values = { otherHost: '', path: '', ...more };
  return new AppError('metadata_endpoint_untrusted', { reason, name: 'oidc_endpoint', host, ...values });
}

/** @throws AppError `metadata_issuer_mismatch` */
function requireSameAccount(stated: string | null, expected: string | null, host: string): void {
  if (stated === null || expected === null || stated.toLowerCase() === expected.toLowerCase()) return;
  throw new AppError('metadata_issuer_mismatch', {
    reason: 'otherAccount',
    host,
    stated,
    expected,
    remedy: 'databricksLevel',
  });
}
