import { describe, expect, test } from 'vitest';
import { circlesIn, importsOf, isAllowed, readAtStart, roomOf, rooms } from '../../scripts/borders.mjs';

const imports = importsOf();

describe('the borders between rooms', () => {
  test('every file lies in a room, and every room has files', () => {
    expect(imports.length).toBeGreaterThan(400);
    expect(imports.filter(({ from }) => !roomOf(from)).map(({ from }) => from)).toEqual([]);
    const used = new Set(imports.flatMap(({ from, to }) => [roomOf(from)?.path, roomOf(to)?.path]));
    expect(rooms.map(({ path }) => path).filter((path) => !used.has(path))).toEqual([]);
  });

  test('no file imports from a room that its own may not know', () => {
    expect(imports.filter((one) => !isAllowed(one)).map(({ from, to }) => `${from} → ${to}`)).toEqual([]);
  });

  test('no file leads back to itself', () => {
    expect(circlesIn(imports)).toEqual([]);
  });

  test('every schema is made by zod as it is told to work here', () => {
    expect(imports.filter(({ to }) => to === 'zod').map(({ from }) => from)).toEqual(['src/shared/zod.ts']);
  });

  test('no room may import one that may import it', () => {
    const mutual = rooms.flatMap(({ path, may }) =>
      may.filter((other) => rooms.find((room) => room.path === other)?.may.includes(path)),
    );
    expect(mutual).toEqual([]);
  });
});

describe('a start', () => {
  test('reads no library that can wait', () => {
    const atStart = readAtStart('src/main/open-program.ts', imports);
    expect(atStart).toContain('src/main/net/late-fetch.ts');
    // Almost half of what main would be, for the first request over the network.
    expect(atStart).not.toContain('undici');
    expect(atStart).not.toContain('electron-updater');
  });

  test('opens the window before it reads the program', () => {
    const forTheWindow = readAtStart('src/main/start.ts', imports);
    expect(forTheWindow).toContain('src/main/shell/window.ts');
    expect(forTheWindow).not.toContain('src/main/app/program.ts');
    expect(forTheWindow).not.toContain('src/main/vault/open-vault.ts');
  });

  test('reads what makes the window while Electron gets ready', () => {
    const beforeReady = readAtStart('src/main/index.ts', imports);
    expect(beforeReady).toContain('src/main/shell/lifecycle.ts');
    expect(beforeReady).not.toContain('src/main/start.ts');
  });
});

describe('the first picture of a window', () => {
  const atOnce = [...readAtStart('src/renderer/main.tsx', imports)];

  test('reads no library but those that draw', () => {
    const libraries = atOnce.filter((one) => !one.startsWith('src/') && !one.startsWith('build/')).toSorted();
    expect(libraries).toEqual(['react', 'react-aria-components', 'react-dom', 'react-dom/client']);
  });

  test('reads no language but English', () => {
    const inMain = [...readAtStart('src/main/index.ts', imports), ...readAtStart('src/main/start.ts', imports)];
    for (const files of [atOnce, inMain]) {
      expect(files.filter((one) => /^src\/shared\/text\/([a-z]{2}|pseudo)\.ts$/.test(one))).not.toContain(
        'src/shared/text/pseudo.ts',
      );
      expect([...new Set(files.filter((one) => /^src\/shared\/text\/[a-z]{2}\.ts$/.test(one)))]).toEqual([
        'src/shared/text/en.ts',
      ]);
    }
  });

  test('reads neither the set-up form nor the pages of the About dialog, nor what only they need', () => {
    expect(atOnce).toContain('src/renderer/screens/welcome.tsx');
    expect(atOnce).toContain('src/renderer/about/about-dialog.tsx');
    expect(atOnce.filter((one) => one.startsWith('src/renderer/set-up/'))).toEqual([]);
    expect(atOnce.filter((one) => /(about|settings)\/.*-(page|row|section|choices)\.tsx$/.test(one))).toEqual([]);
    expect(atOnce).toContain('src/renderer/settings/sheet-dialog.tsx');
  });
});

describe('the check itself', () => {
  test.each([
    ['src/main/oauth/grants/grant.ts', 'src/main/oauth/sign-in/sign-in.ts'],
    ['src/main/vault/vault.ts', 'src/main/app/program.ts'],
    ['src/main/viewer/pane.ts', 'src/main/shell/window.ts'],
    ['src/main/sigma/claims.ts', 'electron'],
    ['src/main/app/program.ts', 'electron'],
    ['src/renderer/components/page.tsx', 'src/renderer/screens/boot.tsx'],
    ['src/renderer/app.tsx', 'src/main/index.ts'],
    ['src/renderer/app.tsx', 'node:fs'],
    ['src/shared/errors.ts', 'src/main/log/log.ts'],
    ['src/preload/app.ts', 'node:fs'],
  ])('refuses that %s imports %s', (from, to) => {
    expect(isAllowed({ from, to, isType: false })).toBe(false);
  });

  test('finds a circle', () => {
    const arrow = (from: string, to: string) => ({ from, to, isType: true });
    expect(circlesIn([arrow('src/a.ts', 'src/b.ts'), arrow('src/b.ts', 'src/a.ts')])).toEqual([
      ['src/a.ts', 'src/b.ts', 'src/a.ts'],
    ]);
  });
});
