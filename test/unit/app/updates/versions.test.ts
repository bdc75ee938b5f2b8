import { describe, expect, test } from 'vitest';
import { compareVersions, isSystemNewEnough, isVersion } from '../../../../src/main/app/updates/versions.ts';

describe('versions', () => {
  test('stand in the order of Semantic Versioning, section 11', () => {
    const inOrder = [
      '0.9.0',
      '1.0.0-alpha',
      '1.0.0-alpha.1',
      '1.0.0-alpha.beta',
      '1.0.0-beta',
      '1.0.0-beta.2',
      '1.0.0-beta.11',
      '1.0.0-rc.1',
      '1.0.0',
      '1.0.1',
      '1.2.0',
      '1.10.0',
      '2.0.0',
    ];
    for (const [index, version] of inOrder.entries()) {
      expect(compareVersions(version, version)).toBe(0);
      for (const later of inOrder.slice(index + 1)) {
        expect(compareVersions(version, later)).toBeLessThan(0);
        expect(compareVersions(later, version)).toBeGreaterThan(0);
      }
    }
    expect(compareVersions('1.0.0+one', '1.0.0+two')).toBe(0);
  });

  test.each(['1.0', 'v1.0.0', '1.0.0-', '01.0.0', '1.0.0 ', '', '1.0.0-a..b', `1.0.0-${'a'.repeat(70)}`, '1.0.0/../2'])(
    '%j is none',
    (text) => expect(isVersion(text)).toBe(false),
  );

  test('a system is new enough by the numbers at the beginning', () => {
    expect(isSystemNewEnough('10.0.19045', '10.0.19045')).toBe(true);
    expect(isSystemNewEnough('10.0.9', '10.0.19045')).toBe(false);
    expect(isSystemNewEnough('24.3.0', '23')).toBe(true);
    expect(isSystemNewEnough('6.1.0-13-amd64', '6.1')).toBe(true);
    expect(isSystemNewEnough('22.6.0', '23.0')).toBe(false);
    expect(isSystemNewEnough('22.6.0', 'anything')).toBe(true);
  });
});
