/** What a guest may load, open and be permitted. */
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import {
  type GuestRequest,
  guestIdOf,
  isAllowedNavigation,
  isAllowedRequest,
  isPermitted,
  isSafeExternalLink,
  isSameOrigin,
  relaxFrameAncestors,
  signedTokenIn,
} from '../../../src/main/viewer/guest-rules.ts';

const id = '0b8f1c3e-6a51-4f7e-9d3c-2f1f6f9f4c11';
const sigma = 'https://app.sigmacomputing.com';

describe('guest rules', () => {
  test.each([
    [`sightglass-embed://frame/${id}`, id],
    [`sightglass-embed://frame/${id}?x=1`, null],
    [`sightglass-embed://frame/${id}#x`, null],
    [`sightglass-embed://frame/${id}/more`, null],
    [`sightglass-embed://other/${id}`, null],
    [`https://frame/${id}`, null],
    ['sightglass-embed://frame/', null],
    ['sightglass-embed://frame/../x', null],
    ['', null],
    ['javascript:alert(1)', null],
  ])('the guest id in %s is %s', (address, expected) => {
    expect(guestIdOf(address)).toBe(expected);
  });

  test.each([
    [`${sigma}/org/workbook/x`, true],
    [`${sigma}:443/`, true],
    ['http://app.sigmacomputing.com/', false],
    ['https://app.sigmacomputing.com.evil.example/', false],
    ['https://evil.example/?https://app.sigmacomputing.com', false],
    ['https://app.sigmacomputing.com@evil.example/', false],
    ['about:blank', false],
    ['data:text/html,x', false],
    ['not a url', false],
  ])('%s belongs to Sigma: %s', (address, expected) => {
    expect(isSameOrigin(address, sigma)).toBe(expected);
  });

  test.each([
    ['https://docs.databricks.com/', true],
    ['http://example.com/', true],
    ['file:///etc/passwd', false],
    ['javascript:alert(1)', false],
    ['ms-msdt:/id', false],
    ['search-ms:query=x', false],
    ['vscode://file/etc/passwd', false],
    ['sms:+15550100', false],
    ['facetime:+15550100', false],
    ['intent://x#Intent;end', false],
    ['filesystem:https://app.sigmacomputing.com/temporary/x', false],
    ['blob:https://app.sigmacomputing.com/5b6f1a3e', false],
    ['view-source:https://example.com/', false],
    ['tel:+1-800-555-0100;ext=12', true],
    ['tel:(555)%200100', true],
    ['tel:*21*5550100%23', false],
    ['tel:*%2306%23', false],
    ['tel:5550100#', false],
    ['tel:%2A21%2A5550100', false],
    ['tel:5550100?x=1', false],
    ['tel:', false],
    ['mailto:help@example.com?subject=Trips&body=First%0D%0ASecond', true],
    ['mailto:help@example.com?subject=Trips%0D%0ABcc:other@example.com', false],
    ['mailto:help@example.com%0ABcc:other@example.com', false],
    ['mailto:help@example.com?cc=x%00@example.com', false],
    ['mailto:?SUBJECT=%7F', false],
    ['smb://server/share', false],
    ['https://user:secret@example.com/', false],
    ['https://user@example.com/', false],
    ['https://:secret@example.com/', false],
    ['//example.com', false],
    ['mailto:help@example.com', true],
    ['mailto:help@example.com?subject=One%20two&Body=three&cc=a@example.com', true],
    ['mailto:help@example.com?attach=/etc/passwd', false],
    ['mailto:?attachment=file:///etc/passwd', false],
    [`mailto:x@example.com?body=${sigma}/w?:embed=true&:jwt=a.b.c`, false],
    [`mailto:x@example.com?body=${encodeURIComponent(`${sigma}/w?:jwt=a.b.c`)}`, false],
    ['tel:+15550100', true],
    ['sms:+15550100', false],
    ['sightglass://open', false],
    ['ms-excel:ofe|u|https://example.com/x.xlsx', false],
    ['blob:https://example.com/x', false],
    ['data:text/html,x', false],
    ['about:blank', false],
    [`https://elsewhere.example/?to=${encodeURIComponent(encodeURIComponent(`${sigma}/w?:jwt=a.b.c`))}`, false],
    ['https://elsewhere.example/100%', true],
    [`${sigma}/w?:embed=true&:jwt=a.b.c`, false],
    ['https://elsewhere.example/w?%3Ajwt=a.b.c', false],
    ['https://elsewhere.example/w#:jwt=a.b.c', false],
    ['', false],
  ])('%s may be handed to the system: %s', (address, expected) => {
    expect(isSafeExternalLink(address)).toBe(expected);
  });

  test.each([
    ['clipboard-sanitized-write', sigma, true],
    ['fullscreen', sigma, true],
    ['clipboard-sanitized-write', 'https://plugin.example', false],
    ['clipboard-read', sigma, false],
    ['media', sigma, false],
    ['geolocation', sigma, false],
    ['notifications', sigma, false],
    ['openExternal', sigma, false],
    ['usb', sigma, false],
  ])('%s for %s: %s', (permission, origin, expected) => {
    expect(isPermitted(permission, origin, sigma)).toBe(expected);
  });

  const electronTypes = readFileSync('node_modules/electron/electron.d.ts', 'utf8');
  const permissions = [
    ...new Set(
      [
        ...electronTypes.matchAll(/setPermission(?:Request|Check)Handler\(.*?permission: ((?:'[\w-]+'(?: \| )?)+)/g),
      ].flatMap(([, names = '']) => [...names.matchAll(/'([\w-]+)'/g)].map(([, name = '']) => name)),
    ),
  ];

  test('of all permissions that the Electron that ships has names for, Sigma gets two', () => {
    expect(permissions.length).toBeGreaterThan(45);
    expect(permissions).toEqual(expect.arrayContaining(['local-network', 'loopback-network', 'local-network-access']));
    const granted = [...permissions, 'a-later-one'].filter((name) => isPermitted(name, sigma, sigma));
    expect(granted.sort()).toEqual(['clipboard-sanitized-write', 'fullscreen']);
  });

  test('the host page alone may load its frame, which is Sigma, from an address around this computer', () => {
    const hostPage = `sightglass-embed://frame/${id}`;
    const granted = permissions.filter((name) => isPermitted(name, hostPage, sigma));
    expect(granted.sort()).toEqual(['local-network', 'local-network-access', 'loopback-network']);
    for (const name of granted) {
      // Electron names a page by its address or by its origin, with or without the last stroke.
      expect(isPermitted(name, 'sightglass-embed://frame/', sigma)).toBe(true);
      expect(isPermitted(name, 'sightglass-embed://frame', sigma)).toBe(true);
      const others = [
        'https://plugin.example',
        'https://frame/',
        'sightglass://frame/',
        'sightglass-embed://other/',
        'null',
        '',
      ];
      expect(others.filter((other) => isPermitted(name, other, sigma))).toEqual([]);
    }
  });

  test('an origin that is opaque is never the same, not even as another', () => {
    expect(isPermitted('fullscreen', 'data:text/html,x', 'null')).toBe(false);
  });

  test.each([
    ['the host page to itself', 0, `sightglass-embed://frame/${id}`, true],
    ['the host page to that of another', 0, `sightglass-embed://frame/${id.replace('11', '22')}`, false],
    ['the host page to Sigma', 0, `${sigma}/w`, false],
    ['the workbook to Sigma', 1, `${sigma}/w`, true],
    ['the workbook to a page of others', 1, 'https://evil.example/', false],
    ['the workbook to a file that its own page made', 1, `blob:${sigma}/0b8f1c3e`, false],
    ['the workbook to nonsense', 1, 'nonsense', false],
    ['the workbook to a host page', 1, `sightglass-embed://frame/${id}`, false],
    ['a plug-in to a page of others', 2, 'https://plugin.example/', true],
    ['a plug-in to Sigma', 3, `${sigma}/w`, true],
    ['a plug-in without encryption', 2, 'http://plugin.example/', false],
    ['a plug-in to a host page', 2, `sightglass-embed://frame/${id}`, false],
    ['a plug-in to nonsense', 2, 'nonsense', false],
    ['a frame that is gone', null, `${sigma}/w`, false],
  ])('%s: %#', (_case, depth, address, allowed) => {
    expect(isAllowedNavigation(address, { depth, guestId: id, sigmaOrigin: sigma })).toBe(allowed);
  });

  test('no workbook goes anywhere while its Sigma is not known', () => {
    expect(isAllowedNavigation(`${sigma}/w`, { depth: 1, guestId: id, sigmaOrigin: null })).toBe(false);
  });

  test('a page that is no guest yet has no host page of its own', () => {
    expect(isAllowedNavigation('https://example.com/', { depth: 0, guestId: null, sigmaOrigin: sigma })).toBe(false);
  });

  test('drops frame-ancestors and X-Frame-Options, and nothing else', () => {
    const relaxed = relaxFrameAncestors({
      'Content-Security-Policy': ["default-src 'self'; frame-ancestors https:; object-src 'none'"],
      'content-security-policy-report-only': ['frame-ancestors https:', "img-src 'self', frame-ancestors 'none'"],
      'X-Frame-Options': ['DENY'],
      'Set-Cookie': ['a=b; Path=/'],
    });
    expect(relaxed).toEqual({
      'Content-Security-Policy': ["default-src 'self'; object-src 'none'"],
      'content-security-policy-report-only': ["img-src 'self'"],
      'Set-Cookie': ['a=b; Path=/'],
    });
  });

  test('drops the directive of exactly that name', () => {
    const policy = "report-uri /x frame-ancestors ; frame-ancestors 'self'; frame-ancestors-like x";
    expect(relaxFrameAncestors({ 'content-security-policy': [policy] })).toEqual({
      'content-security-policy': ['report-uri /x frame-ancestors ; frame-ancestors-like x'],
    });
  });

  test('leaves other policies and other headers as they are, commas and blanks included', () => {
    const relaxed = relaxFrameAncestors({
      'content-security-policy': ["img-src 'self', frame-ancestors, default-src 'none'; frame-ancestors"],
      'x-note': ['a,b; frame-ancestors c'],
    });
    expect(relaxed).toEqual({
      'content-security-policy': ["img-src 'self', default-src 'none'"],
      'x-note': ['a,b; frame-ancestors c'],
    });
  });

  test('finds the signed token wherever it stands', () => {
    expect(signedTokenIn(`${sigma}/w?:embed=true&:jwt=a.b.c&:theme=x`)).toBe('a.b.c');
    expect(signedTokenIn(`${sigma}/w?%3Ajwt=a.b.c`)).toBe('a.b.c');
    expect(signedTokenIn(`${sigma}/w#:jwt=a.b.c`)).toBe('a.b.c');
    expect(signedTokenIn(`${sigma}/w#?x=1&:jwt=a.b.c`)).toBe('a.b.c');
    expect(signedTokenIn(`${sigma}/w`)).toBeNull();
    expect(signedTokenIn('nonsense')).toBeNull();
  });
});

describe('requests of a guest', () => {
  const hostPage = `sightglass-embed://frame/${id}`;
  const host = { depth: 0, hostPage, workbookOrigin: null };
  const workbook = { depth: 1, hostPage, workbookOrigin: sigma };
  const plugIn = { depth: 2, hostPage, workbookOrigin: sigma };
  const allowed = (url: string, resourceType: string, changes: Partial<GuestRequest>) =>
    isAllowedRequest({ url, resourceType, guestId: id, place: host, sigmaOrigin: sigma, ...changes });
  const elsewhere = 'https://elsewhere.example/x';
  const everyType = 'stylesheet script image font object xhr ping cspReport media webSocket other'.split(' ');

  test.each([
    hostPage.replace('11', '22'),
    `${hostPage}?x=1`,
    `${sigma}/w`,
    elsewhere,
    'file:///etc/passwd',
    'data:text/html,x',
    `blob:${sigma}/x`,
    'chrome://version/',
    'devtools://devtools/bundled/inspector.html',
    'view-source:https://elsewhere.example/',
    'sightglass-app://app/index.html',
    'about:blank',
    'javascript:0',
    'nonsense',
  ])('for a whole page go to its own host page alone, not to %s', (url) => {
    expect(allowed(hostPage, 'mainFrame', {})).toBe(true);
    expect(allowed(url, 'mainFrame', {})).toBe(false);
    expect(allowed(url, 'mainFrame', { place: null })).toBe(false);
  });

  test('for a host page are those of its own guest', () => {
    expect(allowed(hostPage, 'mainFrame', { guestId: null })).toBe(false);
    expect(allowed(hostPage, 'mainFrame', { guestId: id.replace('11', '22') })).toBe(false);
  });

  test.each(everyType)('of no frame go to Sigma alone: %s', (type) => {
    expect(allowed(`${sigma}/api`, type, { place: null })).toBe(true);
    expect(allowed('wss://app.sigmacomputing.com/live', type, { place: null })).toBe(true);
    expect(allowed(elsewhere, type, { place: null })).toBe(false);
    expect(allowed('http://app.sigmacomputing.com/', type, { place: null })).toBe(false);
    expect(allowed('file:///etc/passwd', type, { place: null })).toBe(false);
    expect(allowed(`${sigma}/api`, type, { place: null, sigmaOrigin: null })).toBe(false);
  });

  test.each(everyType)('of the host page itself go nowhere: %s', (type) => {
    expect(allowed(`${sigma}/api`, type, {})).toBe(false);
    expect(allowed(elsewhere, type, {})).toBe(false);
  });

  test.each(everyType)('of the workbook go where pages need to, and to nothing of this computer: %s', (type) => {
    for (const place of [workbook, plugIn]) {
      expect(allowed(`${sigma}/api`, type, { place })).toBe(true);
      expect(allowed('https://cdn.example/x.js', type, { place })).toBe(true);
      expect(allowed('wss://live.example/', type, { place })).toBe(true);
      expect(allowed('data:image/png;base64,x', type, { place })).toBe(true);
      for (const url of ['http://cdn.example/x.js', 'file:///etc/passwd', 'chrome://version/', hostPage, 'nonsense']) {
        expect(allowed(url, type, { place })).toBe(false);
      }
    }
  });

  test('for the frame of the workbook go to Sigma, those for frames in it anywhere by https', () => {
    expect(allowed(`${sigma}/w`, 'subFrame', { place: workbook })).toBe(true);
    expect(allowed(elsewhere, 'subFrame', { place: workbook })).toBe(false);
    expect(allowed(elsewhere, 'subFrame', { place: plugIn })).toBe(true);
    expect(allowed('http://elsewhere.example/', 'subFrame', { place: plugIn })).toBe(false);
  });

  test('for the frame of the workbook are made before it has shown anything', () => {
    const empty = { ...workbook, workbookOrigin: 'sightglass-embed://frame' };
    expect(allowed(`${sigma}/w`, 'subFrame', { place: empty })).toBe(true);
    expect(allowed(elsewhere, 'subFrame', { place: empty })).toBe(false);
  });

  test('of a frame that somebody else put into the host page go nowhere, nor of what lies in it', () => {
    for (const origin of ['sightglass-embed://frame', 'null', null]) {
      const place = { depth: 2, hostPage, workbookOrigin: origin };
      expect(allowed(elsewhere, 'subFrame', { place })).toBe(false);
      expect(allowed(`${sigma}/api`, 'xhr', { place })).toBe(false);
    }
    const own = { ...workbook, workbookOrigin: 'sightglass-embed://frame' };
    expect(allowed(elsewhere, 'image', { place: own })).toBe(false);
  });

  test('of a workbook that is in no host page of its guest go nowhere', () => {
    for (const around of ['about:blank', `${sigma}/w`, hostPage.replace('11', '22')]) {
      expect(allowed(elsewhere, 'image', { place: { ...workbook, hostPage: around } })).toBe(false);
    }
    expect(allowed(elsewhere, 'image', { place: workbook, guestId: null })).toBe(false);
  });

  test('of a workbook whose first requests overtake the news of whose they are are not held up', () => {
    for (const origin of ['', 'null', null]) {
      expect(allowed('https://cdn.example/x.js', 'script', { place: { ...workbook, workbookOrigin: origin } })).toBe(
        true,
      );
    }
  });
});
