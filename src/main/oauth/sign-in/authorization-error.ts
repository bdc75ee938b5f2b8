/** Maps the refusals of an authorization endpoint to error codes (RFC 6749 section 4.1.2.1, OpenID Connect Core 3.1.2.6). */
import { AppError, type ErrorCode } from '../../../shared/errors.ts';
import { plainText } from '../../log/plain-text.ts';
import type { ServerRules } from '../tokens/authorization-server.ts';
import { remedyOf, wordedError } from '../tokens/worded-errors.ts';

const codes: Readonly<Record<string, ErrorCode>> = {
  invalid_request: 'authorization_invalid_request',
  unauthorized_client: 'authorization_unauthorized_client',
  access_denied: 'authorization_denied',
  unsupported_response_type: 'authorization_unsupported_response_type',
  invalid_scope: 'authorization_invalid_scope',
  server_error: 'authorization_server_error',
  temporarily_unavailable: 'authorization_server_error',
  interaction_required: 'authorization_interaction_required',
  login_required: 'authorization_interaction_required',
  account_selection_required: 'authorization_interaction_required',
  consent_required: 'authorization_interaction_required',
  invalid_request_uri: 'authorization_invalid_request',
  invalid_request_object: 'authorization_invalid_request',
  request_not_supported: 'authorization_invalid_request',
  request_uri_not_supported: 'authorization_invalid_request',
  registration_not_supported: 'authorization_invalid_request',
  // RFC 8707 section 2: the requested resource
  invalid_target: 'authorization_invalid_scope',
};

/** What an answer of the browser says went wrong; empty where it says nothing. */
export interface AnswerWords {
  readonly error: string;
  readonly description: string;
}

/** Reads the names of RFC 6749 section 4.1.2.1, and those that others have made up in their place, as Facebook has. */
export function answerWords(parameters: URLSearchParams): AnswerWords {
  const first = (...names: string[]) => names.map((name) => parameters.get(name)).find((value) => value) ?? '';
  return {
    error: first('error', 'error_code'),
    description: first('error_description', 'error_message', 'error_reason'),
  };
}

/**
 * The error for an `error` parameter, with the server's own words in the detail. One that is not known becomes
 * `authorization_failed`.
 */
export function authorizationError(error: string, description: string | null, rules: ServerRules = {}): AppError {
  const refusal = { use: 'authorization', status: null, error, description: description ?? '' } as const;
  const code =
    wordedError(refusal, rules) ?? (Object.hasOwn(codes, error) ? codes[error] : undefined) ?? 'authorization_failed';
  const remedy = remedyOf(refusal, code, rules);
  const name = plainText(error, 100);
  const words = description === null ? '' : plainText(description);
  return new AppError(code, {
    reason: 'said',
    said: words === '' || name === '' ? words || name : `${words} (${name})`,
    ...(remedy && { remedy }),
  });
}
