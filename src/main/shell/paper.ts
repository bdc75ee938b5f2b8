/** Puts pictures onto sheets of paper, in a window that nobody sees, for a PDF or for a printer. */
import { BrowserWindow, session } from 'electron';
import { untilAborted } from '../async/until-aborted.ts';

export interface Sheet {
  /** A PNG. */
  readonly image: Uint8Array;
  readonly widthMm: number;
  readonly heightMm: number;
  /** The two ends of the line below. */
  readonly left: string;
  readonly right: string;
}

export interface Sheets {
  readonly paper: 'A4' | 'Letter';
  readonly isLandscape: boolean;
  readonly marginMm: number;
  readonly lineMm: number;
  readonly sheets: readonly Sheet[];
  /** The language of the lines. */
  readonly language: string;
}

const OWN_PARTITION = 'paper';
const POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src data:";

/** @throws what Electron says */
export const sheetsAsPdf = (sheets: Sheets, signal: AbortSignal): Promise<Uint8Array> =>
  withSheets(sheets, signal, (window) =>
    window.webContents.printToPDF({
      printBackground: true,
      preferCSSPageSize: true,
      pageSize: sheets.paper,
      landscape: sheets.isLandscape,
    }),
  );

/** Resolves when the person has decided in the dialog of the system. @throws where there is nothing to print on */
export const printSheets = (sheets: Sheets, signal: AbortSignal): Promise<void> =>
  withSheets(
    sheets,
    signal,
    (window) =>
      new Promise<void>((resolve, reject) => {
        const { paper: pageSize, isLandscape: landscape } = sheets;
        window.webContents.print({ printBackground: true, landscape, pageSize }, (isPrinted, reason) => {
          // Electron has words of its own for a dialog that was closed, and different ones in different versions.
          if (isPrinted || /cancel/i.test(reason)) resolve();
          else reject(new Error('not printed'));
        });
      }),
  );

async function withSheets<Value>(
  sheets: Sheets,
  signal: AbortSignal,
  then: (window: BrowserWindow) => Promise<Value>,
): Promise<Value> {
  signal.throwIfAborted();
  const own = session.fromPartition(OWN_PARTITION);
  own.webRequest.onBeforeRequest(({ url }, answer) => answer({ cancel: !url.startsWith('data:') }));
  own.setPermissionRequestHandler((_contents, _permission, answer) => answer(false));
  const window = new BrowserWindow({
    show: false,
    skipTaskbar: true,
    webPreferences: { partition: OWN_PARTITION, sandbox: true, contextIsolation: true, nodeIntegration: false },
  });
  const close = () => {
    if (!window.isDestroyed()) window.destroy();
  };
  signal.addEventListener('abort', close);
  const { webContents } = window;
  webContents.setWindowOpenHandler(() => ({ action: 'deny' }));
  webContents.on('will-frame-navigate', (event) => event.preventDefault());
  try {
    await window.loadURL(`data:text/html;charset=utf-8,${encodeURIComponent(emptyPage(sheets))}`);
    for (const sheet of sheets.sheets) await webContents.executeJavaScript(addSheet(sheet));
    signal.throwIfAborted();
    // A window that goes while its dialog is open may leave the question without an answer.
    return await untilAborted(then(window), signal);
  } finally {
    signal.removeEventListener('abort', close);
    close();
  }
}

const emptyPage = ({ paper, isLandscape, marginMm, lineMm, language }: Sheets): string => {
  const size = `${paper === 'Letter' ? 'letter' : 'A4'} ${isLandscape ? 'landscape' : 'portrait'}`;
  const style = [
    `@page{size:${size};margin:${marginMm}mm}`,
    'html,body{margin:0;background:#fff;color:#444;font:8pt system-ui,sans-serif}',
    // A little less than the whole sheet: what is rounded up would begin another one.
    'section{display:grid;break-after:page;break-inside:avoid}section:last-child{break-after:auto}',
    'img{display:block;margin-inline:auto}',
    `p{display:flex;justify-content:space-between;gap:8mm;align-items:end;height:${lineMm - 1}mm;margin:0;overflow:hidden}`,
    'span{white-space:nowrap;overflow:hidden;text-overflow:ellipsis}span+span{flex:none}',
  ].join('');
  return (
    `<!doctype html><html lang="${language}"><meta charset="utf-8">` +
    `<meta http-equiv="content-security-policy" content="${POLICY}"><style>${style}</style><body></body></html>`
  );
};

/** Words of a workbook come in as text. A picture is there before the next sheet is. */
const addSheet = ({ image, widthMm, heightMm, left, right }: Sheet): string => `(async (sheet, source) => {
  const section = document.createElement('section');
  const image = new Image();
  image.alt = '';
  image.style.width = sheet.widthMm + 'mm';
  image.style.height = sheet.heightMm + 'mm';
  image.src = source;
  const line = document.createElement('p');
  for (const words of [sheet.left, sheet.right]) line.append(Object.assign(document.createElement('span'), { textContent: words }));
  section.append(image, line);
  document.body.append(section);
  await image.decode();
})(${JSON.stringify({ widthMm, heightMm, left, right })}, 'data:image/png;base64,${Buffer.from(image.buffer, image.byteOffset, image.byteLength).toString('base64')}')`;
