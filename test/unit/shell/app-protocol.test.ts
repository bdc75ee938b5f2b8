import { describe, expect, test } from 'vitest';
import { APP_POLICY, resolveAsset } from '../../../src/main/shell/app-protocol.ts';

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
