import { describe, expect, test } from 'vitest';
import { createProxyMemory, proxyRoutes } from '../../../src/main/net/proxy-choice.ts';

describe('the answer of a proxy script', () => {
  test.each([
    ['', [null]],
    ['DIRECT', [null]],
    ['PROXY proxy.example:8080', ['http://proxy.example:8080']],
    ['PROXY proxy.example:8080; DIRECT', ['http://proxy.example:8080', null]],
    ['PROXY a.example:1; PROXY b.example:2; DIRECT', ['http://a.example:1', 'http://b.example:2', null]],
    ['HTTPS proxy.example:8443;DIRECT', ['https://proxy.example:8443', null]],
    ['SOCKS5 s.example:1080; PROXY p.example:3128', ['http://p.example:3128']],
    ['DIRECT; PROXY p.example:3128', [null, 'http://p.example:3128']],
    ['direct', [null]],
    [' ; ', [null]],
    ['HTTP p.example:3128', ['http://p.example:3128']],
    ['proxy p.example:3128', ['http://p.example:3128']],
    ['  PROXY \t p.example:3128  ', ['http://p.example:3128']],
    ['PROXY p.example:none; PROXY q.example:3128', ['http://q.example:3128']],
    ['PROXY; PROXY q.example:3128', ['http://q.example:3128']],
    ['PROXY http://p.example:3128; PROXY q.example:3128', ['http://q.example:3128']],
    ['PROXY [2001:db8::1]:3128', ['http://[2001:db8::1]:3128']],
    // DIRECT is there for when the proxy before it fails, which nobody has tried here.
    ['SOCKS5 s.example:1080; PROXY p.example:3128; DIRECT', ['http://p.example:3128']],
    ['PROXY p.example:3128; SOCKS s.example:1080; DIRECT', ['http://p.example:3128']],
    ['DIRECT; SOCKS s.example:1080', [null]],
  ])('%s means %j', (answer, routes) => {
    expect(proxyRoutes(answer)).toEqual(routes);
  });

  test.each([
    'SOCKS s.example:1080',
    'SOCKS5 s.example:1080; DIRECT',
    'SOCKS4 s.example:1080; SOCKS5 s.example:1080; DIRECT',
    'QUIC q.example:443; DIRECT',
    'PROXY p.example:none; DIRECT',
    'PROXY',
    'PROXY http://p.example:3128; DIRECT',
  ])('%s names no proxy that can be used, and none is bypassed', (answer) => {
    expect(() => proxyRoutes(answer)).toThrow(
      expect.objectContaining({ code: 'proxy_unusable', message: expect.stringContaining(answer) }),
    );
  });
});

test('a proxy that failed is tried last for five minutes, or until it works', () => {
  let now = 1_000;
  const memory = createProxyMemory(() => now);
  const routes = ['http://a.example', 'http://b.example', null];
  memory.failed('http://a.example');
  expect(memory.sort(routes)).toEqual(['http://b.example', null, 'http://a.example']);
  now += 5 * 60_000 - 1;
  expect(memory.sort(routes)).toEqual(['http://b.example', null, 'http://a.example']);
  now += 1;
  expect(memory.sort(routes)).toEqual(routes);
  memory.failed('http://b.example');
  expect(memory.sort(routes)).toEqual(['http://a.example', null, 'http://b.example']);
  memory.worked('http://b.example');
  expect(memory.sort(routes)).toEqual(routes);
});
