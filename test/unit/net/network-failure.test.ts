import { describe, expect, test } from 'vitest';
import { isUnknownAuthority, networkFailure } from '../../../src/main/net/network-failure.ts';
import type { RemedyName } from '../../../src/shared/errors.ts';

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
    'EPROTO',
    'HOSTNAME_MISMATCH',
    'INVALID_CA',
    'INVALID_PURPOSE',
    'PATH_LENGTH_EXCEEDED',
    'CRL_HAS_EXPIRED',
  ])('%s is an untrusted server', (code) => {
    expect(networkFailure(fetchFailed(coded(code)), 'h')).toMatchObject({ code: 'tls_untrusted' });
  });

  test.each<[RemedyName | undefined, string]>([
    ['certificateTime', 'CERT_NOT_YET_VALID'],
    ['certificateTime', 'CERT_HAS_EXPIRED'],
    ['certificateName', 'ERR_TLS_CERT_ALTNAME_INVALID'],
    ['certificateName', 'HOSTNAME_MISMATCH'],
    ['noSafeConnection', 'EPROTO'],
    ['noSafeConnection', 'ERR_SSL_WRONG_VERSION_NUMBER'],
    [undefined, 'SELF_SIGNED_CERT_IN_CHAIN'],
    [undefined, 'CERT_REVOKED'],
  ])('has the remedy %s for %s', (remedy, code) => {
    expect(networkFailure(fetchFailed(coded(code)), 'h').values.remedy).toBe(remedy);
  });

  test.each([
    'EPROTONOSUPPORT',
    'HOSTNAME_MISMATCH_X',
    'INVALID_CA_X',
    'INVALID_PURPOSE_X',
    'PATH_LENGTH_EXCEEDED_X',
    'X_CERT_HAS_EXPIRED',
    'X_UND_ERR_BODY_TIMEOUT',
    'UND_ERR_BODY_TIMEOUT_X',
  ])('%s only looks like another code, and is offline under its own name', (code) => {
    expect(networkFailure(fetchFailed(coded(code)), 'h').message).toBe(`h could not be reached (${code}).`);
  });

  test('the causes of every tried address count', () => {
    const both = new AggregateError([coded('ENETUNREACH'), coded('CERT_HAS_EXPIRED')]);
    expect(networkFailure(fetchFailed(both), 'h').code).toBe('tls_untrusted');
  });

  test('an error without a code is offline, and nothing of its message is repeated', () => {
    const { message } = networkFailure(new Error('GET /?code=secret'), 'h');
    expect(message).toBe('h could not be reached (no connection).');
  });

  test('a time limit is recognized by the name of its error', () => {
    expect(networkFailure(new DOMException('x', 'TimeoutError'), 'h').message).toBe('h did not answer in time.');
    expect(networkFailure(new DOMException('x', 'AbortError'), 'h').message).not.toContain('in time');
  });

  test('one timeout among the causes is enough', () => {
    const both = new AggregateError([coded('ECONNREFUSED'), coded('ETIMEDOUT')]);
    expect(networkFailure(fetchFailed(both), 'h').message).toBe('h did not answer in time.');
  });

  test('the innermost code is named, since it says most', () => {
    const outer = Object.assign(new Error('x', { cause: coded('ECONNRESET') }), { code: 'UND_ERR_SOCKET' });
    expect(networkFailure(outer, 'h').message).toBe('h could not be reached (ECONNRESET).');
    const tried = Object.assign(new AggregateError([coded('ENETUNREACH')]), { code: 'ECONNREFUSED' });
    expect(networkFailure(tried, 'h').message).toBe('h could not be reached (ENETUNREACH).');
  });

  test('the addresses that were tried are named before the cause of the whole', () => {
    const error = new AggregateError([coded('ENETUNREACH')], 'x', { cause: coded('ECONNRESET') });
    expect(networkFailure(error, 'h').message).toBe('h could not be reached (ENETUNREACH).');
  });

  test('causes are followed to a depth of eight, and a circle of them ends', () => {
    const under = (levels: number): unknown =>
      levels === 0 ? coded('ECONNRESET') : new Error('x', { cause: under(levels - 1) });
    expect(networkFailure(under(8), 'h').message).toBe('h could not be reached (ECONNRESET).');
    expect(networkFailure(under(9), 'h').message).toBe('h could not be reached (no connection).');
    const circle = new Error('x');
    circle.cause = circle;
    expect(networkFailure(circle, 'h').message).toBe('h could not be reached (no connection).');
  });

  test.each([
    ['a number', 20],
    ['too short', 'AB'],
    ['in small letters', 'econnreset'],
    ['not a name from its beginning', ' ECONNRESET'],
    ['more than a name', 'ECONNRESET?code=secret'],
    ['longer than any', 'E'.repeat(62)],
    ['not there', undefined],
  ])('a code that is %s is not repeated', (_, code) => {
    const error = Object.assign(new Error('x'), { code });
    expect(networkFailure(error, 'h').message).toBe('h could not be reached (no connection).');
  });

  test.each(['ABC', 'E'.repeat(61), 'E2_BIG'])('%s is a code', (code) => {
    expect(networkFailure(coded(code), 'h').message).toBe(`h could not be reached (${code}).`);
  });

  test.each([
    ['text', 'ECONNRESET'],
    ['nothing', null],
    ['undefined', undefined],
    ['an object whose errors are no list', { errors: { code: 'ECONNRESET' } }],
    ['an object that is like a text', Object.assign(new Error('x'), { code: ['ECONNRESET'] })],
    ['an object without a cause', { cause: null }],
  ])('%s, which says nothing, is offline', (_, thrown) => {
    expect(networkFailure(thrown, 'h').message).toBe('h could not be reached (no connection).');
  });
});

describe('an authority that is unknown here', () => {
  test.each([
    'UNABLE_TO_GET_ISSUER_CERT',
    'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
    'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
    'SELF_SIGNED_CERT_IN_CHAIN',
    'DEPTH_ZERO_SELF_SIGNED_CERT',
  ])('is what %s means, also beside other failures', (code) => {
    expect(isUnknownAuthority(fetchFailed(coded(code)))).toBe(true);
    expect(isUnknownAuthority(new AggregateError([coded('ENETUNREACH'), coded(code)]))).toBe(true);
  });

  test.each([
    'CERT_HAS_EXPIRED',
    'ERR_TLS_CERT_ALTNAME_INVALID',
    'ECONNRESET',
    'X_SELF_SIGNED_CERT_IN_CHAIN',
    'UNABLE_TO_GET_ISSUER_CERT_X',
    'DEPTH_ZERO_SELF_SIGNED_CERT_X',
  ])('is not what %s means', (code) => {
    expect(isUnknownAuthority(fetchFailed(coded(code)))).toBe(false);
  });
});
