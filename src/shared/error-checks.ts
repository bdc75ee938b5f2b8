/**
 * Which checks of the doctor may find what is behind an error. No schema: each panel of an error asks whether there are
 * any. What they are by now says `checksThatMatter` of `doctor.ts`.
 */
import type { CheckId } from './checks.ts';
import type { ErrorCode } from './errors.ts';

/** Checks by name, or all of a kind, to which more may come. */
export type SoughtChecks = CheckId | 'any-of-computer' | 'any-of-network' | 'any-of-sign-in';

const none: readonly SoughtChecks[] = [];
const network: readonly SoughtChecks[] = ['any-of-network', 'metadata', 'sigma'];
const server: readonly SoughtChecks[] = ['any-of-network', 'metadata', 'level'];
const application: readonly SoughtChecks[] = ['metadata', 'level', 'client', 'redirect', 'scopes'];
const grant: readonly SoughtChecks[] = ['clock', 'metadata', 'client', 'grant', 'any-of-sign-in'];
const identity: readonly SoughtChecks[] = ['grant', 'granted-scopes', 'identity'];
const vault: readonly SoughtChecks[] = ['disk', 'folder', 'files', 'keychain'];
const session: readonly SoughtChecks[] = ['clock', 'sigma', 'identity', 'session', 'any-of-sign-in'];
const data: readonly SoughtChecks[] = ['grant', 'granted-scopes', 'identity', 'session', 'any-of-sign-in'];
const files: readonly SoughtChecks[] = ['disk', 'folder', 'files'];
const trail: readonly SoughtChecks[] = ['disk', 'folder', 'audit'];
const downloads: readonly SoughtChecks[] = ['disk', 'downloads'];

/** None where the error says it all, or where its cause is in a form, in a file that was brought, or in what was chosen. */
const sought: Readonly<Record<ErrorCode, readonly SoughtChecks[]>> = {
  sign_in_cancelled: none,
  sign_in_replaced: none,
  sign_in_timed_out: ['browser', 'any-of-network', 'metadata', 'ports', 'redirect', 'scopes'],
  redirect_ports_busy: ['ports'],
  browser_not_opened: ['browser'],
  insecure_server: ['metadata'],
  authorization_denied: application,
  authorization_invalid_request: application,
  redirect_uri_mismatch: ['redirect', 'level'],
  authorization_unauthorized_client: application,
  authorization_unsupported_response_type: application,
  authorization_invalid_scope: ['scopes', 'level'],
  authorization_interaction_required: application,
  authorization_server_error: server,
  authorization_failed: application,
  authorization_issuer_mismatch: ['metadata', 'level'],
  authorization_response_invalid: ['metadata', 'level'],
  metadata_invalid: server,
  metadata_issuer_mismatch: server,
  metadata_endpoint_untrusted: server,
  pkce_unsupported: ['metadata'],
  client_rejected: ['metadata', 'level', 'client'],
  code_rejected: ['clock', 'metadata', 'redirect', 'client'],
  token_request_rejected: application,
  token_response_invalid: server,
  id_token_invalid: ['clock', 'metadata', 'identity'],
  scopes_missing: ['scopes', 'granted-scopes'],
  identity_unknown: identity,
  email_unverified: identity,
  user_info_failed: ['any-of-network', ...identity],
  user_info_mismatch: identity,
  people_differ: identity,
  claim_missing: identity,
  exchange_rejected: ['metadata', 'client', 'grant', 'any-of-sign-in'],
  private_key_invalid: ['client'],
  grant_dead: grant,
  renewal_refused: grant,
  grant_missing: ['keychain', 'grant'],
  renewal_unavailable: ['scopes', 'grant', 'granted-scopes'],
  signed_out_by_itself: ['grant'],
  offline: network,
  proxy_unusable: network,
  server_busy: network,
  access_from_here_refused: network,
  tls_untrusted: network,
  response_too_large: network,
  clock_wrong: ['clock'],
  renewal_keeps_failing: ['any-of-network', ...grant],
  sign_in_ends_soon: ['grant'],
  wall_in_trouble: ['any-of-network', 'sigma', ...data],
  keychain_away: vault,
  status_not_written: files,
  command_refused: none,
  sandbox_missing: ['sandbox'],
  vault_unprotected: vault,
  vault_entry_damaged: vault,
  vault_locked: vault,
  vault_write_failed: vault,
  vault_remove_failed: vault,
  revocation_refused: ['metadata', 'client'],
  secrets_half_changed: vault,
  secret_missing: ['keychain', 'client', 'session'],
  settings_damaged: files,
  settings_write_failed: files,
  settings_unreadable: files,
  profile_missing: none,
  env_unreadable: none,
  env_incomplete: none,
  env_imported: none,
  set_up_unreadable: none,
  passphrase_wrong: none,
  secret_differs: none,
  set_up_not_saved: downloads,
  audit_not_written: trail,
  audit_not_exported: trail,
  doctor_report_not_saved: downloads,
  change_declined: none,
  sigma_parameter_invalid: session,
  sigma_version_unsupported: ['sigma', 'session'],
  sigma_session_expired: session,
  sigma_secret_wrong: session,
  sigma_connection_sign_in: data,
  data_sign_in_refused: data,
  data_access_denied: data,
  data_timed_out: data,
  sigma_clock_wrong: ['clock', 'session'],
  sigma_internal_user_claims: ['identity', 'session'],
  sigma_personal_account: ['identity', 'session'],
  sigma_user_missing: ['identity', 'session'],
  sigma_access_denied: ['identity', 'session', 'any-of-sign-in'],
  sigma_not_found: ['sigma', 'identity', 'session'],
  sigma_unreachable: ['any-of-network', 'sigma'],
  sigma_redirected: ['any-of-network', 'sigma'],
  sigma_failed: ['any-of-network', 'sigma', 'session'],
  session_too_long: ['session'],
  embed_url_too_long: ['session'],
  document_lost: none,
  frame_crashed: ['graphics', 'sandbox', 'electron'],
  frame_load_failed: ['any-of-network', 'sigma'],
  workbook_deleted: none,
  bookmark_not_changed: none,
  command_without_effect: none,
  link_not_opened: ['browser'],
  open_link_refused: none,
  address_not_followed: none,
  link_not_made: none,
  folder_not_shown: none,
  policy_not_understood: ['policy'],
  not_copied: none,
  picture_not_taken: none,
  not_printed: none,
  download_refused: none,
  download_no_room: downloads,
  download_folder_unusable: downloads,
  download_broken_off: ['any-of-network', 'sigma'],
  download_session_over: ['grant'],
  download_gone: none,
  download_not_opened: none,
  update_untrusted: none,
  update_outdated: none,
  update_not_fetched: ['disk', 'version', 'any-of-network', 'clock'],
  update_not_installed: ['disk', 'version'],
  update_restart_held: none,
  update_rolled_back: none,
  request_refused: none,
  request_invalid: none,
  internal: ['any-of-computer'],
};

export const soughtChecks = (code: ErrorCode): readonly SoughtChecks[] => sought[code];

/** Whether the doctor may find what is behind it. */
export const mayHaveCause = (code: ErrorCode): boolean => sought[code].length > 0;
