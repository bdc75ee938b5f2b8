/** What the page around a guest may ask of it through the `<webview>` element: to look at it, and nothing else. */
import type { WebContents } from 'electron';

/**
 * The methods of the element that load something, run something in the guest, or bring out what it shows. Electron
 * carries them out on the guest's web contents, by name and without asking. Our own window needs none of them, and a
 * script that got into it must find neither the network nor the workbook here. What the Edit menu of the system calls
 * (copy, paste, undo) stays, and so do what only asks and what acts as the person at the keyboard would.
 */
export const refusedMethods = [
  'capturePage',
  'downloadURL',
  'executeJavaScript',
  'findInPage',
  'insertCSS',
  'loadURL',
  'print',
  'printToPDF',
  'reload',
  'reloadIgnoringCache',
  'removeInsertedCSS',
  'replace',
  'replaceMisspelling',
  'send',
  'sendToFrame',
  'setLayoutZoomLevelLimits',
  'setUserAgent',
  'setVisualZoomLevelLimits',
  'showDefinitionForSelection',
  'stop',
  'stopFindInPage',
] as const;

/** The same for the developer's tools, which show all of a guest to whoever opens them. */
export const developerMethods = [
  'closeDevTools',
  'inspectElement',
  'inspectServiceWorker',
  'inspectSharedWorker',
  'openDevTools',
] as const;

/** Of the history, which Electron keeps in an object of its own. */
export const refusedHistoryMethods = [
  'clear',
  'goBack',
  'goForward',
  'goToIndex',
  'goToOffset',
  'removeEntryAtIndex',
  'restore',
] as const;

export interface ElementOptions {
  /** Whether developers may look into guests. */
  readonly allowsDevTools: boolean;
  /** The page asked for a method that it does not get. */
  onRefused(method: string): void;
}

/**
 * Takes the methods off an attached guest: they do nothing and answer with nothing. Call it after Electron has loaded the host page. It is the first of two
 * defences: the rules of requests and navigations hold without it.
 */
export function refuseMethods(contents: WebContents, { allowsDevTools, onRefused }: ElementOptions): void {
  const told = new Set<string>();
  const refuse = (target: object, method: string): void => {
    Reflect.defineProperty(target, method, {
      configurable: false,
      writable: false,
      value: () => {
        // A page that asks a thousand times is told of once.
        if (!told.has(method)) onRefused(method);
        told.add(method);
        return '';
      },
    });
  };
  for (const method of refusedMethods) refuse(contents, method);
  if (!allowsDevTools) for (const method of developerMethods) refuse(contents, method);
  for (const method of refusedHistoryMethods) refuse(contents.navigationHistory, method);
}
