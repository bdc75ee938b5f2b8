/** Which packages can be built on a machine, and with what. */
import { describe, expect, test } from 'vitest';
import { planTools } from '../../../../scripts/package/tools.mjs';

const machine = {
  system: 'linux' as NodeJS.Platform,
  environment: {} as NodeJS.ProcessEnv,
  isReachable: async () => false,
  has: () => true,
};
const all = ['deb', 'rpm', 'appimage', 'targz'];

describe('the tools of packages', () => {
  test('are the system’s own where those of electron-builder are out of reach, and what has none is told', async () => {
    const plan = await planTools(all, { release: false, machine });
    expect(plan.words).toEqual(['deb', 'rpm', 'targz']);
    expect(plan.reasons).toEqual({ appimage: expect.stringContaining('APPIMAGE_TOOLS_PATH') });
    expect(plan.environment.CUSTOM_FPM_PATH).toMatch(/fpm-stand-in\.mjs$/);
  });

  test('are those of electron-builder where they can be had', async () => {
    const plan = await planTools(all, { release: false, machine: { ...machine, isReachable: async () => true } });
    expect(plan).toEqual({ words: all, reasons: {}, environment: {} });
  });

  test('are those that the person names', async () => {
    const environment = { CUSTOM_FPM_PATH: '/usr/bin/fpm', APPIMAGE_TOOLS_PATH: '/tools' };
    const plan = await planTools(all, { release: false, machine: { ...machine, environment } });
    expect(plan).toEqual({ words: all, reasons: {}, environment: {} });
  });

  test('are never a stand-in for a release', async () => {
    const plan = await planTools(all, { release: true, machine });
    expect(plan.environment).toEqual({});
    expect(plan.words).toEqual(all);
  });

  test('name the system that a word belongs to', async () => {
    const plan = await planTools(['nsis', 'deb'], { release: false, machine });
    expect(plan.words).toEqual(['deb']);
    expect(plan.reasons.nsis).toBe('It is built on Windows, and this is Linux.');
  });

  test('are asked for by name when they are missing', async () => {
    const plan = await planTools(['rpm'], { release: false, machine: { ...machine, has: () => false } });
    expect(plan.reasons.rpm).toContain('There is no rpmbuild');
  });
});
