/** A window that nobody sees, around one guest, for a picture of a page that is higher than any screen. */
import { setTimeout as delay } from 'node:timers/promises';
import { BrowserWindow, session } from 'electron';
import { type Pixels, pixelSize, readInto, sharedBytes } from '../images/pixels.ts';

export interface HiddenPageOptions {
  readonly windowId: string;
  readonly src: string;
  readonly partition: string;
  /** In pixels of the page. */
  readonly width: number;
  readonly height: number;
  /** Holds what is attached against the rules of guests. */
  admitInto(window: Pick<BrowserWindow, 'webContents'>, windowId: string): void;
}

export interface HiddenWindow {
  setHeight(height: number): Promise<void>;
  /** @param height how much of the page, from its top */
  take(height: number): Promise<Pixels>;
  close(): void;
}

/** What is drawn at a time. A picture of all of it at once would be larger than some graphics cards draw. */
const VIEW_HEIGHT = 1_000;
/** It holds a guest and nothing else, not even a session that could load anything. */
const OWN_PARTITION = 'hidden-page';
const POLICY = "default-src 'none'; style-src 'unsafe-inline'";
/** The room below has each part come to the top of the window, the last one too. */
const STYLE = `html{scrollbar-width:none}body{margin:0;padding-bottom:${VIEW_HEIGHT}px}webview{display:flex;width:100%}`;

/** Between two looks at whether all of a part is drawn, and how many there are at most. */
const STILL_MS = 80;
const MOST_LOOKS = 25;

export async function openHiddenPage(options: HiddenPageOptions): Promise<HiddenWindow> {
  const own = session.fromPartition(OWN_PARTITION);
  own.webRequest.onBeforeRequest(({ url }, answer) => answer({ cancel: !url.startsWith('data:') }));
  own.setPermissionRequestHandler((_contents, _permission, answer) => answer(false));
  const window = new BrowserWindow({
    show: false,
    frame: false,
    useContentSize: true,
    width: options.width,
    height: VIEW_HEIGHT,
    skipTaskbar: true,
    focusable: false,
    webPreferences: {
      partition: OWN_PARTITION,
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      webviewTag: true,
      spellcheck: false,
      backgroundThrottling: false,
    },
  });
  const { webContents } = window;
  webContents.setWindowOpenHandler(() => ({ action: 'deny' }));
  webContents.on('will-frame-navigate', (event) => event.preventDefault());
  options.admitInto(window, options.windowId);
  // Ids and partitions are our own; nothing in them needs to be escaped.
  const page =
    `<!doctype html><meta charset="utf-8"><meta http-equiv="content-security-policy" content="${POLICY}"><style>${STYLE}</style>` +
    `<webview style="height:${options.height}px" src="${options.src}" partition="${options.partition}"></webview>`;
  await window.loadURL(`data:text/html;charset=utf-8,${encodeURIComponent(page)}`);

  const run = (script: string): Promise<unknown> => webContents.executeJavaScript(script);

  const capture = () => webContents.capturePage(undefined, { stayHidden: true });

  /** The guest draws in a process of its own, a moment after its window: two pictures that are the same are the last. */
  async function takeStill(target: Uint8Array): Promise<void> {
    await readInto(await capture(), target);
    for (let looks = 1; looks < MOST_LOOKS; looks += 1) {
      await delay(STILL_MS);
      if (await readInto(await capture(), target)) return;
    }
  }

  return {
    async setHeight(height) {
      await run(`document.querySelector('webview').style.height = '${Math.round(height)}px'`);
    },
    async take(height) {
      const view = await capture();
      const { width, height: viewRows } = pixelSize(view);
      const rowsOf = (part: number) => Math.round((viewRows * part) / view.getSize().height);
      const parts = partsOf(height);
      const rows = parts.reduce((sum, part) => sum + rowsOf(part.height), 0);
      const pixels = sharedBytes(rows * width * 4);
      let at = 0;
      for (const part of parts) {
        await run(`scrollTo(0, ${part.top})`);
        const end = at + rowsOf(part.height) * width * 4;
        await takeStill(pixels.subarray(at, end));
        at = end;
      }
      return { width, height: rows, pixels };
    },
    close() {
      if (!window.isDestroyed()) window.destroy();
    },
  };
}

/** What is drawn at a time, one below the other. */
function partsOf(height: number): { readonly top: number; readonly height: number }[] {
  return Array.from({ length: Math.ceil(height / VIEW_HEIGHT) }, (_, at) => {
    const top = at * VIEW_HEIGHT;
    return { top, height: Math.min(VIEW_HEIGHT, height - top) };
  });
}
