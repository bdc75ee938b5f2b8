/**
 * What a Databricks host says of itself at `/.well-known/databricks-config`, with the field names of Databricks' SDKs
 * (databricks-sdk-go `config/host_metadata.go`), and what each kind of host wants from a call of SCIM.
 */
import type { IncomingMessage } from 'node:http';
import type { HostKind } from '../control/calls.ts';
import type { Introspect } from './introspection.ts';
import { answerMe, type MeAnswer } from './scim.ts';

export const HOST_METADATA_PATH = '/.well-known/databricks-config';

/** The workspace of the demonstration. A unified host has others, which this stand-in does not know. */
export const DEMO_WORKSPACE_ID = '6436897454825492';

/** Null for an older host, which answers 404. */
export function hostMetadata(kind: HostKind, origin: string, accountId: string): object | null {
  if (kind === 'silent') return null;
  const account = { oidc_endpoint: `${origin}/oidc/accounts/{account_id}`, cloud: 'AWS', host_type: kind };
  // A console is that of all accounts, so it leaves the id to the caller.
  if (kind === 'account') return account;
  const audiences = { token_federation_default_oidc_audiences: [accountId] };
  if (kind === 'unified') return { ...account, account_id: accountId, ...audiences };
  return {
    oidc_endpoint: `${origin}/oidc`,
    account_id: accountId,
    workspace_id: DEMO_WORKSPACE_ID,
    cloud: 'AWS',
    host_type: kind,
    token_federation_default_oidc_audiences: [`${origin}/oidc/v1/token`],
  };
}

/** What a gateway answers that does not know where a call belongs: its page for people, as a success. */
const SIGN_IN_PAGE = '<!doctype html><title>Databricks - Sign In</title>';

/** SCIM `Me` at this kind of host. A page in place of an answer is a text. */
export function answerMeAt(kind: HostKind, request: IncomingMessage, introspect: Introspect): MeAnswer {
  const page = { status: 200, body: SIGN_IN_PAGE, userName: null };
  const wanted = request.headers['x-databricks-workspace-id'];
  const refuse = (status: number, message: string) => ({
    status,
    body: { error_code: String(status), message },
    userName: null,
  });
  if (kind === 'account') return page;
  if (wanted !== undefined && wanted !== DEMO_WORKSPACE_ID) return refuse(404, `No workspace ${String(wanted)}.`);
  if (kind !== 'unified') return answerMe(request, introspect);
  if (wanted === undefined) return page;
  const token = /^Bearer (\S+)$/i.exec(request.headers.authorization ?? '')?.[1] ?? '';
  const found = introspect(token);
  // What `/oidc` of such a host issues is for the person's default account, and not for this workspace's.
  if (found.active && found.level === 'workspace') return refuse(401, 'Invalid Token');
  return answerMe(request, introspect);
}
