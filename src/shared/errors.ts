/**
 * Every failure that a person can meet: its code, and what kind of failure it is. What it is called, what happened and
 * what to do about it stands in `text/en.ts`; the troubleshooting page is generated from both.
 */
import { en } from './text/en.ts';
import { errorDetail } from './text/error-text.ts';
import type { TextValue, TextValues, ValuesOf } from './text/format.ts';

/** What kind of failure a code stands for. Without any of these it needs a person, and none of our screens helps. */
interface ErrorClass {
  /** It goes away by itself: once the network is back, or after a while. */
  readonly passes?: 'with-network' | 'in-time';
  /** The screen on which a person mends it. */
  readonly mendedIn?: 'set-up' | 'sign-in';
  /** The person brought it about and knows so: nothing is to be reported. */
  readonly isChosen?: true;
}

export const errorClasses = {
  // The sign-in, before the browser comes back
  sign_in_cancelled: { isChosen: true },
  sign_in_replaced: { isChosen: true },
  sign_in_timed_out: {},
  redirect_ports_busy: { mendedIn: 'set-up' },
  browser_not_opened: {},
  insecure_server: { mendedIn: 'set-up' },
  // The authorization response (RFC 6749 section 4.1.2.1, OpenID Connect Core section 3.1.2.6)
  authorization_denied: {},
  authorization_invalid_request: { mendedIn: 'set-up' },
  redirect_uri_mismatch: { mendedIn: 'set-up' },
  authorization_unauthorized_client: {},
  authorization_unsupported_response_type: {},
  authorization_invalid_scope: { mendedIn: 'set-up' },
  authorization_interaction_required: {},
  authorization_server_error: { passes: 'in-time' },
  authorization_failed: {},
  authorization_issuer_mismatch: {},
  authorization_response_invalid: {},
  // Metadata (RFC 8414)
  metadata_invalid: { mendedIn: 'set-up' },
  metadata_issuer_mismatch: { mendedIn: 'set-up' },
  metadata_endpoint_untrusted: {},
  pkce_unsupported: {},
  // Tokens (RFC 6749 section 5.2)
  client_rejected: { mendedIn: 'set-up' },
  code_rejected: {},
  token_request_rejected: { mendedIn: 'set-up' },
  token_response_invalid: {},
  id_token_invalid: {},
  scopes_missing: { mendedIn: 'set-up' },
  identity_unknown: { mendedIn: 'set-up' },
  email_unverified: { mendedIn: 'sign-in' },
  user_info_failed: { mendedIn: 'sign-in' },
  user_info_mismatch: {},
  people_differ: {},
  claim_missing: { mendedIn: 'set-up' },
  exchange_rejected: { mendedIn: 'set-up' },
  private_key_invalid: { mendedIn: 'set-up' },
  grant_dead: { mendedIn: 'sign-in' },
  renewal_refused: { mendedIn: 'sign-in' },
  grant_missing: { mendedIn: 'sign-in' },
  renewal_unavailable: { mendedIn: 'sign-in' },
  signed_out_by_itself: { mendedIn: 'sign-in' },
  // Network
  offline: { passes: 'with-network' },
  proxy_unusable: { passes: 'with-network' },
  server_busy: { passes: 'in-time' },
  // A laptop that comes back into the network of its company is let in again
  access_from_here_refused: { passes: 'with-network' },
  tls_untrusted: { passes: 'with-network' },
  response_too_large: {},
  clock_wrong: {},
  // Alarms
  renewal_keeps_failing: { passes: 'in-time' },
  sign_in_ends_soon: { mendedIn: 'sign-in' },
  wall_in_trouble: { passes: 'in-time' },
  keychain_away: { passes: 'in-time' },
  status_not_written: { passes: 'in-time' },
  // What the system gives
  sandbox_missing: {},
  // Vault and settings
  vault_unprotected: {},
  vault_entry_damaged: {},
  vault_locked: {},
  vault_write_failed: {},
  vault_remove_failed: {},
  revocation_refused: {},
  secrets_half_changed: { mendedIn: 'set-up' },
  secret_missing: { mendedIn: 'set-up' },
  settings_damaged: {},
  settings_write_failed: {},
  settings_unreadable: {},
  profile_missing: {},
  env_unreadable: {},
  env_incomplete: {},
  env_imported: {},
  set_up_unreadable: {},
  passphrase_wrong: {},
  secret_differs: {},
  set_up_not_saved: {},
  audit_not_written: { passes: 'in-time' },
  audit_not_exported: {},
  doctor_report_not_saved: {},
  change_declined: { isChosen: true },
  // Sigma
  sigma_parameter_invalid: { mendedIn: 'set-up' },
  sigma_version_unsupported: {},
  sigma_session_expired: { passes: 'in-time' },
  sigma_secret_wrong: { mendedIn: 'set-up' },
  sigma_connection_sign_in: { mendedIn: 'set-up' },
  data_sign_in_refused: {},
  data_access_denied: {},
  data_timed_out: { passes: 'in-time' },
  // A time service sets a clock that was lost
  sigma_clock_wrong: { passes: 'in-time' },
  sigma_internal_user_claims: { mendedIn: 'set-up' },
  sigma_personal_account: { mendedIn: 'set-up' },
  sigma_user_missing: {},
  sigma_access_denied: {},
  sigma_not_found: { mendedIn: 'set-up' },
  sigma_unreachable: { passes: 'with-network' },
  // Whoever disturbs Sigma, or maintains it, is done some time
  sigma_redirected: { passes: 'in-time' },
  sigma_failed: { passes: 'in-time' },
  session_too_long: { mendedIn: 'set-up' },
  embed_url_too_long: { mendedIn: 'set-up' },
  // The viewer
  document_lost: {},
  frame_crashed: { passes: 'in-time' },
  frame_load_failed: { passes: 'with-network' },
  workbook_deleted: {},
  bookmark_not_changed: {},
  command_without_effect: {},
  link_not_opened: {},
  open_link_refused: {},
  address_not_followed: {},
  link_not_made: {},
  folder_not_shown: {},
  policy_not_understood: {},
  not_copied: {},
  picture_not_taken: {},
  not_printed: {},
  download_refused: {},
  download_no_room: {},
  download_folder_unusable: {},
  download_broken_off: {},
  download_session_over: {},
  download_gone: {},
  download_not_opened: {},
  // Updates
  update_untrusted: {},
  update_outdated: {},
  update_not_fetched: { passes: 'in-time' },
  update_not_installed: {},
  update_restart_held: {},
  update_rolled_back: {},
  // Internal
  command_refused: {},
  request_refused: {},
  request_invalid: {},
  internal: {},
} as const satisfies Record<keyof (typeof en)['errors'], ErrorClass>;

export type ErrorCode = keyof typeof errorClasses;

export const errorCodes = Object.keys(errorClasses) as [ErrorCode, ...ErrorCode[]];
const classOf = (code: ErrorCode): ErrorClass => errorClasses[code];

/** Whether a network that is back may have mended it. A Wi-Fi that wants a login first shows as an untrusted server. */
export const passesWithNetwork = (code: ErrorCode): boolean => classOf(code).passes === 'with-network';
/** Whether trying again later may succeed without a person doing anything. */
export const passesByItself = (code: ErrorCode): boolean => classOf(code).passes !== undefined;
export const isMendedInSetUp = (code: ErrorCode): boolean => classOf(code).mendedIn === 'set-up';
/** Whether only a new sign-in helps. */
export const isMendedBySignIn = (code: ErrorCode): boolean => classOf(code).mendedIn === 'sign-in';
/** Whether the data platform refused or did not answer, which one element of a workbook meets as well as the whole. */
export const isOfData = (code: ErrorCode): boolean => code.startsWith('data_') || code === 'sigma_connection_sign_in';

/** Whether the person brought it about themselves, so that nothing needs to be said. */
export const isChosen = (code: ErrorCode): boolean => classOf(code).isChosen === true;

/** Values of an error are cut to this: so many characters, and so many items of a list. */
export const MAX_VALUE_LENGTH = 2_000;
export const MAX_ITEMS = 64;

/** An error as it crosses a process border: a code, and values for the sentences of whatever language the window has. */
export interface AppErrorView {
  code: ErrorCode;
  /** For the detail of the code in `text/en.ts`; `reason` chooses among several. Redacted, shown as text only. */
  values: Record<string, string | number | string[]>;
}

type Texts = (typeof en)['errors'];
type Common = (typeof en)['commonDetails'];
type DetailOf<Code extends ErrorCode> = Texts[Code] extends { readonly detail: infer Detail } ? Detail : never;
type WithReason<Details> = {
  [Reason in keyof Details]: { readonly reason: Reason } & ValuesOf<Details[Reason] & string>;
}[keyof Details];
type OwnValues<Code extends ErrorCode> = [DetailOf<Code>] extends [never]
  ? Record<never, never>
  : DetailOf<Code> extends string
    ? ValuesOf<DetailOf<Code>>
    : WithReason<DetailOf<Code>>;

/** What to do about an error at one product, or about one refusal that is known. */
export type RemedyName = keyof (typeof en)['remedies'];

/**
 * What an error of this code is given: the values of its own detail, or of one that any error may have; and the remedy
 * that takes the place of the one of its code, where there is such.
 */
export type ErrorValues<Code extends ErrorCode> = (OwnValues<Code> | WithReason<Common>) & {
  readonly remedy?: RemedyName;
};

/** Whether a code needs no values to say what happened. */
type ErrorArguments<Code extends ErrorCode> =
  Record<never, never> extends OwnValues<Code>
    ? [values?: ErrorValues<Code>, options?: ErrorOptions]
    : [values: ErrorValues<Code>, options?: ErrorOptions];

/** The only error that our own code throws on purpose. Its `message` is its detail in English, safe to show and to log. */
export class AppError<Code extends ErrorCode = ErrorCode> extends Error {
  readonly code: Code;
  readonly values: TextValues;

  constructor(code: Code, ...[values, options]: ErrorArguments<Code>) {
    const given: TextValues = values ?? {};
    const kept = Object.fromEntries(Object.entries(given).map(([name, value]) => [name, shortened(value)]));
    super(errorDetail(en, code, kept), options);
    this.name = 'AppError';
    this.code = code;
    this.values = kept;
  }

  toView(): AppErrorView {
    return { code: this.code, values: { ...this.values } as AppErrorView['values'] };
  }
}

/** The error of a view that was kept. */
export const errorOfView = ({ code, values }: AppErrorView): AppError =>
  // Sound: these were the values of an error of this code.
  new AppError<ErrorCode>(code, values as ErrorValues<ErrorCode>);

/** The error with a remedy, unless it has one already; the same error where there is none to add. */
export function withRemedy(error: AppError, remedy: RemedyName | undefined): AppError {
  if (remedy === undefined || error.values.remedy !== undefined) return error;
  // Sound: these were the values of an error of this code.
  const values = { ...error.values, remedy } as ErrorValues<ErrorCode>;
  return new AppError<ErrorCode>(error.code, values, error.cause === undefined ? undefined : { cause: error.cause });
}

function shortened(value: TextValue): TextValue {
  if (typeof value === 'number') return value;
  if (typeof value === 'string') return value.slice(0, MAX_VALUE_LENGTH);
  return value.slice(0, MAX_ITEMS).map((item) => item.slice(0, MAX_VALUE_LENGTH));
}

/** What can fail in a way that nothing foresaw, as `errors.internal.detail` names it. */
type UnforeseenFailure = {
  [Reason in keyof DetailOf<'internal'>]: DetailOf<'internal'>[Reason] extends `${string}{kind}${string}`
    ? Reason
    : never;
}[keyof DetailOf<'internal'>];

/**
 * The error as it is when it is ours; otherwise `internal`, saying what failed. Neither message nor cause is taken
 * over: errors of libraries hold what the failing code had in its hands.
 */
export function asAppError(error: unknown, whatFailed: UnforeseenFailure): AppError {
  if (error instanceof AppError) return error;
  const kind = error instanceof Error ? error.name : typeof error;
  return new AppError('internal', { reason: whatFailed, kind });
}

/** For log lines. */
export function codeOf(error: unknown): ErrorCode {
  return error instanceof AppError ? error.code : 'internal';
}

/** What the operating system said, such as ENOSPC, and nothing else: its messages hold paths, and with them names. */
export function systemCodeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : 'unknown';
}
