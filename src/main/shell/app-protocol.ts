/** Serves our own window from a scheme of its own (checklist item 18), with a policy that lets nothing else in. */
import { readFile } from 'node:fs/promises';
import { extname, join, normalize, sep } from 'node:path';
import type { Session } from 'electron';

export const APP_SCHEME = 'sightglass-app';
const APP_ORIGIN = `${APP_SCHEME}://app`;
export const APP_URL = `${APP_ORIGIN}/index.html`;

/** Policy of our own window. Frames are guests of `<webview>`, which this does not concern. */
export const APP_POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data:",
  "font-src 'self'",
  "connect-src 'none'",
  "frame-src 'none'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

const mediaTypes: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
};

/** The file behind an address of ours, or null for one that leads elsewhere. */
export function resolveAsset(root: string, address: string): string | null {
  if (!URL.canParse(address)) return null;
  const url = new URL(address);
  if (url.protocol !== `${APP_SCHEME}:` || url.host !== 'app') return null;
  let path: string;
  try {
    path = decodeURIComponent(url.pathname);
  } catch {
    // A percent sign without its two digits names no file.
    return null;
  }
  if (path.includes('\0')) return null;
  const file = normalize(join(root, path));
  return file.startsWith(root + sep) ? file : null;
}

/** Whether an address shows a page of ours. */
export function isOurAddress(address: string): boolean {
  if (!URL.canParse(address)) return false;
  const url = new URL(address);
  // The origin of a custom scheme is opaque to `URL`, so its parts are compared.
  return `${url.protocol}//${url.host}` === APP_ORIGIN;
}

/**
 * Registers the scheme in a session.
 *
 * @param root the folder of the built renderer
 * @param onScript a page of ours has got a script of its own
 */
export function serveApp(session: Session, root: string, onScript: () => void = () => undefined): void {
  session.protocol.handle(APP_SCHEME, async (request) => {
    const file = resolveAsset(root, request.url);
    const mediaType = file === null ? undefined : mediaTypes[extname(file)];
    if (file === null || mediaType === undefined || request.method !== 'GET')
      return new Response(null, { status: 404 });
    try {
      // No `cross-origin-opener-policy`: nothing opens our windows and they open nothing, while Chromium would end the
      // process that it has just started for a window and start another one.
      const content = await readFile(file);
      // When the answer is on its way.
      if (extname(file) === '.js') setImmediate(onScript);
      return new Response(content, {
        headers: {
          'content-type': mediaType,
          'content-security-policy': APP_POLICY,
          'x-content-type-options': 'nosniff',
        },
      });
    } catch {
      // Our own page asks only for files that were built; anything else is not there.
      return new Response(null, { status: 404 });
    }
  });
}
