/** Decides which addresses a request may go to. */
import { AppError } from '../../shared/errors.ts';
import { isLoopbackHost } from '../../shared/profile/addresses.ts';

/**
 * The address as a URL: https, or plain http to this computer where that is allowed.
 *
 * @throws AppError `insecure_server`
 */
export function requireSecureUrl(url: string | URL, policy: { readonly allowLoopbackHttp: boolean }): URL {
  const text = String(url);
  if (!URL.canParse(text)) throw new AppError('insecure_server', { reason: 'invalid' });
  const parsed = new URL(text);
  if (parsed.username !== '' || parsed.password !== '') {
    throw new AppError('insecure_server', { reason: 'holdsCredentials', host: parsed.host });
  }
  if (parsed.protocol === 'https:') return parsed;
  if (parsed.protocol === 'http:' && policy.allowLoopbackHttp && isLoopbackHost(parsed.hostname)) return parsed;
  throw new AppError('insecure_server', { reason: 'notHttps', protocol: parsed.protocol, host: parsed.host });
}
