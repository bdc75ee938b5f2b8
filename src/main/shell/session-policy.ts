/** What no page of ours and no server may have, whichever asks. */
import type { App, Session } from 'electron';

/** A proxy that nobody can be: packets to this address leave no computer, and it answers no connection. */
const NOBODY = 'socks5://255.255.255.255:1';

/**
 * Our own windows need no permission, and their fields no spelling service. Their pages come from the program itself and
 * need no network: their policy stops what pages load, and the proxy stops calls (WebRTC), which no policy of a page
 * covers.
 */
export async function limitOurPages(session: Session): Promise<void> {
  session.setPermissionRequestHandler((_contents, _permission, callback) => callback(false));
  session.setPermissionCheckHandler(() => false);
  session.setSpellCheckerEnabled(false);
  await session.setProxy({ mode: 'fixed_servers', proxyRules: NOBODY, proxyBypassRules: '<-loopback>' });
}

/** The other half, for every page from here on: calls go through the proxy of its session or not at all. */
export function closeCalls(app: Pick<App, 'on'>): void {
  app.on('web-contents-created', (_event, contents) => {
    contents.setWebRTCIPHandlingPolicy('disable_non_proxied_udp');
  });
}

/**
 * Without an answer of ours Chromium sends the first certificate that it finds, and with it the person's name, to any
 * server that asks. Sign-ins here never use certificates.
 */
export function refuseClientCertificates(app: App): void {
  app.on('select-client-certificate', (event, _contents, _url, _list, callback) => {
    event.preventDefault();
    callback();
  });
}
