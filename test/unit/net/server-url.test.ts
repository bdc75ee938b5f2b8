import { describe, expect, test } from 'vitest';
import { requireSecureUrl } from '../../../src/main/net/server-url.ts';

describe('which addresses may be used', () => {
  test.each([
    ['https://dbc-1.cloud.databricks.com', false],
    ['https://localhost:8443/x', false],
    ['http://localhost:3000', true],
    ['http://127.0.0.1:9', true],
    ['http://[::1]:9', true],
  ])('%s is accepted (loopback http allowed: %s)', (url, allowLoopbackHttp) => {
    expect(requireSecureUrl(url, { allowLoopbackHttp }).href).toBe(new URL(url).href);
  });

  test.each([
    ['http://localhost:3000', false],
    ['http://dbc-1.cloud.databricks.com', true],
    ['http://localhost.example.com', true],
    ['http://127.0.0.1.example.com', true],
    ['http://127.0.0.2', true],
    ['http://10.0.0.1', true],
    ['ftp://localhost', true],
    ['file:///etc/passwd', true],
    ['javascript:alert(1)', true],
    ['https://user:pass@dbc.example', true],
    ['not a url', true],
  ])('%s is refused (loopback http allowed: %s)', (url, allowLoopbackHttp) => {
    expect(() => requireSecureUrl(url, { allowLoopbackHttp })).toThrow(
      expect.objectContaining({ code: 'insecure_server' }),
    );
  });

  test.each(['https://user@h.example/', 'https://:pass@h.example/'])('%s holds half of a credential', (url) => {
    expect(() => requireSecureUrl(url, { allowLoopbackHttp: true })).toThrow(/user name or password/);
  });

  test('an address may come as a URL', () => {
    const url = new URL('https://h.example/p');
    expect(requireSecureUrl(url, { allowLoopbackHttp: false }).href).toBe('https://h.example/p');
  });

  test('the refusal repeats neither path, query nor password', () => {
    expect(() => requireSecureUrl('http://u:hunter2@h.example/p?token=abc', { allowLoopbackHttp: true })).toThrow(
      /^The address of h\.example holds a user name or password\.$/,
    );
  });
});
