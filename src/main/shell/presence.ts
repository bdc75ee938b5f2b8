/** How the program shows at the icons of the desktop that something waits, and the icon in the notification area. */
import type { App, BrowserWindow, MenuItemConstructorOptions, NativeImage, Tray } from 'electron';
import type { Text } from '../../shared/text/en.ts';
import { format, plural } from '../../shared/text/format.ts';

export interface PresenceOptions {
  readonly platform: NodeJS.Platform;
  readonly text: Text;
  readonly app: Pick<App, 'setBadgeCount' | 'quit'>;
  windows(): readonly Pick<BrowserWindow, 'setOverlayIcon'>[];
  /** One more window is there, which has an icon of its own. */
  onWindowOpened?(listener: () => void): void;
  /** A picture of raw pixels: blue, green, red and how opaque, each a byte. */
  pictureOf(pixels: Buffer, size: number): NativeImage;
  createTray(): Pick<Tray, 'setToolTip' | 'on' | 'destroy'> & { setMenu(items: MenuItemConstructorOptions[]): void };
  comeForward(): void;
}

export interface Presence {
  /** 0: nothing waits. */
  showCount(count: number): void;
  showTray(isShown: boolean): void;
}

const SIZE = 16;

export function createPresence(options: PresenceOptions): Presence {
  const { platform, text, app } = options;
  let tray: ReturnType<PresenceOptions['createTray']> | null = null;
  let shown = 0;

  function mark(count: number): void {
    const picture = count > 0 ? options.pictureOf(dot(SIZE), SIZE) : null;
    const words = count > 0 ? format(plural(text.notifications.count, count, text.locale), { count }) : '';
    for (const window of options.windows()) window.setOverlayIcon(picture, words);
  }
  options.onWindowOpened?.(() => {
    if (platform === 'win32' && shown > 0) mark(shown);
  });
  return {
    showCount(count) {
      shown = count;
      // Windows has a place for a mark, and none for a number; what it says is for those who listen.
      if (platform !== 'win32') app.setBadgeCount(count);
      else mark(count);
    },
    showTray(isShown) {
      if (!isShown) {
        tray?.destroy();
        tray = null;
        return;
      }
      if (tray) return;
      tray = options.createTray();
      tray.setToolTip('Sightglass');
      tray.on('click', options.comeForward);
      tray.setMenu([
        { label: text.notifications.tray.open, click: () => options.comeForward() },
        { label: text.notifications.tray.quit, click: () => app.quit() },
      ]);
    },
  };
}

/** A red disc with a smooth edge. */
export function dot(size: number): Buffer {
  const pixels = Buffer.alloc(size * size * 4);
  const middle = (size - 1) / 2;
  for (let at = 0; at < size * size; at += 1) {
    const fromMiddle = Math.hypot((at % size) - middle, Math.floor(at / size) - middle);
    const opacity = Math.min(1, Math.max(0, size / 2 - fromMiddle));
    // Each colour is multiplied by how opaque it is, as the picture has it.
    pixels.set(
      [0x2a, 0x2a, 0xd1, 0xff].map((part) => Math.round(part * opacity)),
      at * 4,
    );
  }
  return pixels;
}
