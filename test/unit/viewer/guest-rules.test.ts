/** What a guest may load, open and be permitted. */
import { describe, expect, test } from 'vitest';
import {
  guestIdOf,
  isAllowedNavigation,
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
    ['smb://server/share', false],
    ['https://user:secret@example.com/', false],
    ['https://user@example.com/', false],
    ['https://:secret@example.com/', false],
    ['//example.com', false],
    [`${sigma}/w?:embed=true&:jwt=a.b.c`, false],
    ['https://elsewhere.example/w?%3Ajwt=a.b.c', false],
    ['https://elsewhere.example/w#:jwt=a.b.c', false],
    ['', false],
  ])('%s may be opened in the browser: %s', (address, expected) => {
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

  test('an origin that is opaque is never the same, not even as another', () => {
    expect(isPermitted('fullscreen', 'data:text/html,x', 'null')).toBe(false);
  });

  test.each([
    ['the host page to itself', 0, `sightglass-embed://frame/${id}`, true],
    ['the host page to that of another', 0, `sightglass-embed://frame/${id.replace('11', '22')}`, false],
    ['the host page to Sigma', 0, `${sigma}/w`, false],
    ['the workbook to Sigma', 1, `${sigma}/w`, true],
    ['the workbook to a page of others', 1, 'https://evil.example/', false],
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
