/** What no page of ours and no server may have, whichever asks. */
import type { App, Session } from 'electron';

/** Our own windows need no permission, and their fields no spelling service. */
export function denyPermissions(session: Session): void {
  session.setPermissionRequestHandler((_contents, _permission, callback) => callback(false));
  session.setPermissionCheckHandler(() => false);
  session.setSpellCheckerEnabled(false);
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
