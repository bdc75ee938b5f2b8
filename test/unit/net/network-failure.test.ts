import { describe, expect, test } from 'vitest';
import { networkFailure } from '../../../src/main/net/network-failure.ts';
import { proxyChoice } from '../../../src/main/net/proxy-choice.ts';

const fetchFailed = (cause: unknown) => new TypeError('fetch failed', { cause });
const coded = (code: string) => Object.assign(new Error('x'), { code });

describe('what the network said', () => {
  test.each(['ENOTFOUND', 'ECONNREFUSED', 'ECONNRESET', 'EAI_AGAIN', 'ENETUNREACH', 'EHOSTUNREACH', 'UND_ERR_SOCKET'])(
    '%s is offline',
    (code) => {
      expect(networkFailure(fetchFailed(coded(code)), 'h.example:443')).toMatchObject({
        code: 'offline',
        message: `h.example:443 could not be reached (${code}).`,
      });
    },
  );

  test.each(['ETIMEDOUT', 'UND_ERR_CONNECT_TIMEOUT', 'UND_ERR_HEADERS_TIMEOUT', 'UND_ERR_BODY_TIMEOUT'])(
    '%s is offline, for lack of an answer in time',
    (code) => {
      expect(networkFailure(fetchFailed(coded(code)), 'h').message).toBe('h did not answer in time.');
    },
  );

  test.each([
    'CERT_HAS_EXPIRED',
    'CERT_NOT_YET_VALID',
    'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
    'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
    'SELF_SIGNED_CERT_IN_CHAIN',
    'DEPTH_ZERO_SELF_SIGNED_CERT',
    'ERR_TLS_CERT_ALTNAME_INVALID',
    'ERR_SSL_WRONG_VERSION_NUMBER',
  ])('%s is an untrusted server', (code) => {
    expect(networkFailure(fetchFailed(coded(code)), 'h')).toMatchObject({ code: 'tls_untrusted' });
  });

  test('the causes of every tried address count', () => {
    const both = new AggregateError([coded('ENETUNREACH'), coded('CERT_HAS_EXPIRED')]);
    expect(networkFailure(fetchFailed(both), 'h').code).toBe('tls_untrusted');
  });

  test('an error without a code is offline, and nothing of its message is repeated', () => {
    const { message } = networkFailure(new Error('GET /?code=secret'), 'h');
    expect(message).toBe('h could not be reached (no connection).');
  });
});

describe('the answer of a proxy script', () => {
  test.each([
    ['', null],
    ['DIRECT', null],
    ['PROXY proxy.example:8080', 'http://proxy.example:8080'],
    ['PROXY proxy.example:8080; DIRECT', 'http://proxy.example:8080'],
    ['HTTPS proxy.example:8443;DIRECT', 'https://proxy.example:8443'],
    ['SOCKS5 s.example:1080; PROXY p.example:3128', 'http://p.example:3128'],
    ['SOCKS s.example:1080; DIRECT', null],
    ['DIRECT; PROXY p.example:3128', null],
  ])('%s means %s', (answer, proxy) => {
    expect(proxyChoice(answer)).toBe(proxy);
  });

  test('a proxy that cannot be used is not bypassed', () => {
    expect(() => proxyChoice('SOCKS s.example:1080')).toThrow(expect.objectContaining({ code: 'offline' }));
  });
});
