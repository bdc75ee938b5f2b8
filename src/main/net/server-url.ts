/** Which addresses anything of ours may be sent to. */
import { AppError } from '../../shared/errors.ts';
import { isLoopbackHost } from '../../shared/profile/fields.ts';

/**
 * The address as a URL: https, or plain http to this computer where that is allowed.
 *
 * @throws AppError insecure_server
 */
export function requireSecureUrl(url: string | URL, policy: { readonly allowLoopbackHttp: boolean }): URL {
  const text = String(url);
  if (!URL.canParse(text)) throw new AppError('insecure_server', 'The address is not a valid URL.');
  const parsed = new URL(text);
  if (parsed.username !== '' || parsed.password !== '') {
    throw new AppError('insecure_server', `The address of ${parsed.host} holds a user name or password.`);
  }
  if (parsed.protocol === 'https:') return parsed;
  if (parsed.protocol === 'http:' && policy.allowLoopbackHttp && isLoopbackHost(parsed.hostname)) return parsed;
  throw new AppError('insecure_server', `${parsed.protocol}//${parsed.host} is not an https address.`);
}
