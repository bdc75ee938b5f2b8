/** Maps failures of undici, Node and TLS to `offline`, `tls_untrusted` and `proxy_unusable`. */
import { AppError, type RemedyName } from '../../shared/errors.ts';

const tlsFailure =
  /^(?:CERT_|UNABLE_TO_|SELF_SIGNED_|DEPTH_ZERO_|ERR_TLS_|ERR_SSL_|EPROTO$|HOSTNAME_MISMATCH$|INVALID_CA$|INVALID_PURPOSE$|PATH_LENGTH_EXCEEDED$|CRL_)/;

/** What to do where no authority is to be trusted for it: most that cannot be verified are behind a company's inspection. */
const tlsRemedies: readonly (readonly [code: RegExp, remedy: RemedyName])[] = [
  [/^CERT_(?:NOT_YET_VALID|HAS_EXPIRED)$/, 'certificateTime'],
  [/^(?:ERR_TLS_CERT_ALTNAME_INVALID|HOSTNAME_MISMATCH)$/, 'certificateName'],
  [/^(?:EPROTO$|ERR_SSL_)/, 'noSafeConnection'],
];

/** The code of what `agents.ts` throws when a proxy answered anything but 200 (RFC 9110 section 9.3.6). */
export const proxyAnswered = (status: number): string => `PROXY_ANSWERED_${status}`;

const unknownAuthority =
  /^(?:UNABLE_TO_GET_ISSUER_CERT(?:_LOCALLY)?|UNABLE_TO_VERIFY_LEAF_SIGNATURE|SELF_SIGNED_CERT_IN_CHAIN|DEPTH_ZERO_SELF_SIGNED_CERT)$/;

/** Whether a server was not trusted only because its certificate authority is unknown here. It was sent nothing then. */
export const isUnknownAuthority = (error: unknown): boolean =>
  failureCodes(error).some((code) => unknownAuthority.test(code));

/** What says that a connection did not come about; a proxy that answers, with whatever, is none of these. */
const connectionFailure =
  /^(?:ECONNREFUSED|ECONNRESET|ECONNABORTED|EPIPE|EHOSTUNREACH|EHOSTDOWN|ENETUNREACH|ENETDOWN|EADDRNOTAVAIL|ENOTFOUND|EAI_\w+|ETIMEDOUT|UND_ERR_CONNECT_TIMEOUT|UND_ERR_SOCKET)$/;

/** Whether a computer could not be reached, or hung up. It may have been sent something before. */
export const isConnectionFailure = (error: unknown): boolean =>
  failureCodes(error).some((code) => connectionFailure.test(code)) &&
  !failureCodes(error).some((code) => tlsFailure.test(code));

/**
 * The error for a failure of undici or Node: `tls_untrusted` when the server could not prove who it is,
 * `proxy_unusable` when a proxy asked for a password or does not let the request through, else `offline`. The detail names the host and the failure's code, never the address: its query could hold secrets.
 *
 * @param host as in `URL.host`
 */
export function networkFailure(error: unknown, host: string): AppError {
  const codes = failureCodes(error);
  const tls = codes.find((code) => tlsFailure.test(code));
  if (tls !== undefined) {
    const [, remedy] = tlsRemedies.find(([pattern]) => pattern.test(tls)) ?? [];
    return new AppError('tls_untrusted', { host, systemCode: tls, ...(remedy && { remedy }) });
  }
  // Of 5xx the proxy is only the messenger: it could not reach the server.
  const [, status] = codes.map((code) => /^PROXY_ANSWERED_(4\d\d)$/.exec(code)).find((found) => found !== null) ?? [];
  if (status === '407') return new AppError('proxy_unusable', { reason: 'password', host });
  if (status !== undefined) return new AppError('proxy_unusable', { reason: 'refused', host, status });
  if (timedOut(error, codes)) return new AppError('offline', { reason: 'timedOut', host });
  const [systemCode] = codes;
  if (systemCode === undefined) return new AppError('offline', { reason: 'noConnection', host });
  return new AppError('offline', { reason: 'unreachable', host, systemCode });
}

function timedOut(error: unknown, codes: readonly string[]): boolean {
  const name = error instanceof Error ? error.name : '';
  return name === 'TimeoutError' || codes.some((code) => code === 'ETIMEDOUT' || /^UND_ERR_.*_TIMEOUT$/.test(code));
}

/** The code that says most of why a connection did not come about; `UNKNOWN` where nothing does. */
export function failureCode(error: unknown): string {
  const codes = failureCodes(error);
  return timedOut(error, codes) ? 'ETIMEDOUT' : (codes[0] ?? 'UNKNOWN');
}

/** Whether a server, or a proxy, could not agree with us on a safe connection or prove who it is. */
export const isTlsFailure = (error: unknown): boolean => failureCodes(error).some((code) => tlsFailure.test(code));

/** Codes along the chain of causes, and of every address that was tried; the innermost say most and come first. */
function failureCodes(error: unknown, depth = 0): string[] {
  if (typeof error !== 'object' || error === null || depth > 8) return [];
  const inner = [
    ...('errors' in error && Array.isArray(error.errors) ? error.errors : []),
    ...('cause' in error ? [error.cause] : []),
  ].flatMap((cause) => failureCodes(cause, depth + 1));
  const own = 'code' in error && typeof error.code === 'string' && /^[A-Z][A-Z0-9_]{2,60}$/.test(error.code);
  return own ? [...inner, error.code as string] : inner;
}
