/** The loader of the offline runtime reads its command line as the loader of Electron does. */
import { describe, expect, test } from 'vitest';
import { parseArguments } from '../../../scripts/offline-runtime/default-app/arguments.js';

describe('the command line of an unpackaged Electron', () => {
  test('takes the first argument that is no switch for the app, and leaves the rest to it', () => {
    expect(parseArguments(['--no-sandbox', '--inspect=0', '/app', '--version', '-r', 'x'])).toEqual({
      version: false,
      preloads: [],
      app: '/app',
    });
  });

  test('collects modules to load first, wherever they stand before the app', () => {
    const args = ['-r', '/loader.js', '--no-sandbox', '--require', './more.cjs', '.', 'file'];
    expect(parseArguments(args)).toEqual({ version: false, preloads: ['/loader.js', './more.cjs'], app: '.' });
  });

  test.each(['-v', '--version'])('knows %s', (flag) => {
    expect(parseArguments(['--no-sandbox', flag]).version).toBe(true);
  });

  test('finds no app when there is none', () => {
    expect(parseArguments(['--no-sandbox']).app).toBeUndefined();
  });
});
