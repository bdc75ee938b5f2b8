import { describe, expect, test } from 'vitest';
import {
  guestIdOf,
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
  ])('the frame id in %s is %s', (address, expected) => {
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

  test('finds the signed token wherever it stands in the query', () => {
    expect(signedTokenIn(`${sigma}/w?:embed=true&:jwt=a.b.c&:theme=x`)).toBe('a.b.c');
    expect(signedTokenIn(`${sigma}/w?%3Ajwt=a.b.c`)).toBe('a.b.c');
    expect(signedTokenIn(`${sigma}/w`)).toBeNull();
    expect(signedTokenIn('nonsense')).toBeNull();
  });
});
