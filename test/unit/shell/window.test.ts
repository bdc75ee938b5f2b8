import { EventEmitter } from 'node:events';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';

const boxes = vi.hoisted((): string[] => []);
vi.mock('electron', () => ({
  BrowserWindow: class extends EventEmitter {
    loads = 0;
    gone = false;
    webContents = Object.assign(new EventEmitter(), { setWindowOpenHandler: () => {} });
    loadURL = async () => {
      this.loads += 1;
    };
    isDestroyed = () => this.gone;
    destroy = () => {
      this.gone = true;
      this.emit('closed');
    };
  },
  dialog: { showErrorBox: (title: string, text: string) => boxes.push(`${title}: ${text}`) },
  nativeTheme: { shouldUseDarkColors: false },
  screen: { getAllDisplays: () => [] },
}));
const { en } = await import('../../../src/shared/text/en.ts');
const { createWindow } = await import('../../../src/main/shell/window.ts');

describe('a page of ours that ends', () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => {
    vi.useRealTimers();
    boxes.length = 0;
  });

  function openWindow() {
    const happened: string[] = [];
    const window = createWindow({
      preload: '',
      language: 'en',
      text: en,
      storedBounds: null,
      keepBounds: () => {},
      onCreated: () => {},
      onPageLost: (reason, times) => happened.push(`${reason} ${times}`),
      onPageReloading: () => happened.push('reloading'),
    });
    const end = (reason = 'crashed') => void window.webContents.emit('render-process-gone', {}, { reason });
    return { window, loads: () => Reflect.get(window, 'loads') as number, end, happened };
  }

  test('comes back at once, then more and more slowly, and then not at all', async () => {
    const { window, loads, end, happened } = openWindow();
    end();
    expect(loads()).toBe(2);
    expect(happened).toEqual(['crashed 1', 'reloading']);
    for (const [index, wait] of [1_000, 2_000, 4_000].entries()) {
      end();
      await vi.advanceTimersByTimeAsync(wait - 1);
      expect(loads()).toBe(index + 2);
      await vi.advanceTimersByTimeAsync(1);
      expect(loads()).toBe(index + 3);
    }
    end('oom');
    expect(boxes).toEqual([expect.stringContaining('ended 5 times within five minutes (oom)')]);
    expect(window.isDestroyed()).toBe(true);
    await vi.advanceTimersByTimeAsync(60_000);
    expect(loads()).toBe(5);
  });

  test('now and then comes back at once each time', async () => {
    const { loads, end } = openWindow();
    for (let times = 1; times <= 8; times += 1) {
      end();
      expect(loads()).toBe(times + 1);
      await vi.advanceTimersByTimeAsync(5 * 60_000);
    }
    expect(boxes).toEqual([]);
  });

  test('as it should is left alone, and a window that is gone is not loaded again', async () => {
    const { window, loads, end } = openWindow();
    end('clean-exit');
    expect(loads()).toBe(1);
    end();
    end();
    window.destroy();
    await vi.advanceTimersByTimeAsync(60_000);
    expect(loads()).toBe(2);
  });
});
