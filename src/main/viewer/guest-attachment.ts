/** What a `<webview>` gets when it is attached: options that main writes itself, and no events that name addresses. */
import type { WebContents, WebPreferences } from 'electron';

/**
 * Electron passes these events of a guest on to the page that holds its `<webview>`, addresses included: the window
 * would be told every signed URL. It does not need them.
 */
const EVENTS_WITH_ADDRESSES = [
  'load-commit',
  'did-attach',
  'did-start-navigation',
  'did-redirect-navigation',
  'did-frame-navigate',
  'did-navigate',
  'did-navigate-in-page',
  'did-fail-load',
  'did-fail-provisional-load',
  'will-navigate',
  'will-frame-navigate',
  'will-redirect',
  'update-target-url',
  'console-message',
  'page-favicon-updated',
  'media-started-playing',
  'context-menu',
] as const;

/** Takes the events with addresses off a guest. Call it before listening to any of them. */
export function silenceAddresses(contents: Pick<WebContents, 'removeAllListeners'>): void {
  for (const name of EVENTS_WITH_ADDRESSES) contents.removeAllListeners(name);
}

/** Replaces whatever the page asked for, in place: Electron reads both objects after the event. */
export function rewriteOptions(
  webPreferences: WebPreferences,
  params: Record<string, string>,
  given: { readonly preload: string; readonly partition: string; readonly allowsDevTools: boolean },
): void {
  for (const name of Object.keys(webPreferences)) delete webPreferences[name as keyof WebPreferences];
  Object.assign(webPreferences, {
    preload: given.preload,
    partition: given.partition,
    sandbox: true,
    contextIsolation: true,
    nodeIntegration: false,
    nodeIntegrationInSubFrames: false,
    webSecurity: true,
    allowRunningInsecureContent: false,
    experimentalFeatures: false,
    webviewTag: false,
    spellcheck: false,
    navigateOnDragDrop: false,
    disableDialogs: true,
    devTools: given.allowsDevTools,
  } satisfies WebPreferences);
  for (const name of Object.keys(params)) {
    if (name !== 'src' && name !== 'partition' && name !== 'instanceId') delete params[name];
  }
}
