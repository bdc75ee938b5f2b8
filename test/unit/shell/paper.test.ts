/** Sheets that go to a printer: what becomes of them when they are given up while the system asks the person. */
import { afterAll, expect, test, vi } from 'vitest';
import { printSheets, type Sheets } from '../../../src/main/shell/paper.ts';

// What others have loaded knows nothing of what is put in its place here, nor may they get it.
vi.hoisted(() => vi.resetModules());
afterAll(() => void vi.resetModules());

const { world } = vi.hoisted(() => ({
  world: { open: 0, asked: 0, answer: null as ((isPrinted: boolean) => void) | null },
}));
vi.mock('electron', () => ({
  session: {
    fromPartition: () => ({ webRequest: { onBeforeRequest() {} }, setPermissionRequestHandler() {} }),
  },
  BrowserWindow: class {
    private isGone = false;
    readonly webContents = {
      setWindowOpenHandler() {},
      on() {},
      executeJavaScript: async () => undefined,
      print(_options: unknown, callback: (isPrinted: boolean, reason: string) => void) {
        world.asked += 1;
        world.answer = (isPrinted) => callback(isPrinted, isPrinted ? '' : 'no printer');
      },
    };
    constructor() {
      world.open += 1;
    }
    async loadURL() {}
    isDestroyed = () => this.isGone;
    destroy() {
      this.isGone = true;
      world.open -= 1;
    }
  },
}));

const sheets: Sheets = { paper: 'A4', isLandscape: true, marginMm: 10, lineMm: 8, language: 'en', sheets: [] };

function begun() {
  const given = new AbortController();
  world.asked = 0;
  const printed = printSheets(sheets, given.signal);
  return { given, printed, isAsked: () => vi.waitFor(() => expect(world.asked).toBe(1)) };
}

test('they are over when the person has decided, and their window is gone', async () => {
  const { printed, isAsked } = begun();
  await isAsked();
  world.answer?.(true);
  await printed;
  expect(world.open).toBe(0);
});

test('they are given up at once while the system asks, though it never answers', async () => {
  const { given, printed, isAsked } = begun();
  await isAsked();
  given.abort(new Error('signed out'));
  await expect(printed).rejects.toThrow('signed out');
  expect(world.open).toBe(0);
});
