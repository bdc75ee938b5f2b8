import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { APP_POLICY, APP_SCHEME, isOurAddress, resolveAsset, serveApp } from '../../../src/main/shell/app-protocol.ts';

describe('our own scheme', () => {
  test.each([
    ['sightglass-app://app/index.html', '/root/index.html'],
    ['sightglass-app://app/assets/a.js?x', '/root/assets/a.js'],
    ['sightglass-app://app/../../etc/passwd', '/root/etc/passwd'],
    ['sightglass-app://app/%2e%2e/%2e%2e/etc/passwd', '/root/etc/passwd'],
    ['sightglass-app://app/..%2f..%2fetc/passwd', null],
    ['sightglass-app://app/%00', null],
    ['sightglass-app://app/%E0%A4%A', null],
    ['sightglass-app://other/index.html', null],
    ['https://app/index.html', null],
    ['nonsense', null],
  ])('%s is %s', (address, file) => {
    expect(resolveAsset('/root', address)).toBe(file);
  });

  test('allows no inline code, no eval and no other origin', () => {
    expect(APP_POLICY).toContain("default-src 'none'");
    expect(APP_POLICY).not.toMatch(/unsafe|https?:|\*/);
  });
});

test.each([
  ['sightglass-app://app/index.html', true],
  ['sightglass-app://app/other.html?x#y', true],
  ['sightglass-app://other/index.html', false],
  ['sightglass-frame://app/index.html', false],
  ['https://app/index.html', false],
  ['nonsense', false],
])('%s shows a page of ours: %s', (address, isOurs) => {
  expect(isOurAddress(address)).toBe(isOurs);
});

describe('what is served', () => {
  let root = '';
  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), 'sightglass-app-'));
    for (const name of ['index.html', 'a.js', 'a.css', 'a.svg', 'a.png', 'a.map', 'noname'])
      writeFileSync(join(root, name), `the text of ${name}`);
    mkdirSync(join(root, 'folder.html'));
  });
  afterEach(() => rmSync(root, { recursive: true }));

  function serving() {
    const schemes = new Map<string, (request: Request) => Promise<Response>>();
    serveApp({ protocol: { handle: schemes.set.bind(schemes) } } as never, root);
    expect([...schemes.keys()]).toEqual([APP_SCHEME]);
    return (path: string, method = 'GET') =>
      schemes.get(APP_SCHEME)?.({ url: `${APP_SCHEME}://app/${path}`, method } as Request) as Promise<Response>;
  }

  test.each([
    ['index.html', 'text/html; charset=utf-8'],
    ['a.js', 'text/javascript; charset=utf-8'],
    ['a.css', 'text/css; charset=utf-8'],
    ['a.svg', 'image/svg+xml'],
    ['a.png', 'image/png'],
  ])('is %s as %s, under the policy of our window', async (name, mediaType) => {
    const response = await serving()(name);
    expect(response.status).toBe(200);
    expect(await response.text()).toBe(`the text of ${name}`);
    expect(Object.fromEntries(response.headers)).toEqual({
      'content-type': mediaType,
      'content-security-policy': APP_POLICY,
      'x-content-type-options': 'nosniff',
    });
  });

  test.each(['gone.html', 'folder.html', 'a.map', 'noname', '..%2findex.html'])('is nothing for %s', async (name) => {
    const response = await serving()(name);
    expect(response.status).toBe(404);
    expect(await response.text()).toBe('');
  });

  test('is nothing for a request that is more than a look', async () => {
    expect((await serving()('index.html', 'POST')).status).toBe(404);
  });
});
