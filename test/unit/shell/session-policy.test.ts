import { EventEmitter } from 'node:events';
import { expect, test } from 'vitest';
import { denyPermissions, refuseClientCertificates } from '../../../src/main/shell/session-policy.ts';

test('a window of ours gets no permission, whichever it asks for, and its fields are sent to no spelling service', () => {
  const granted: unknown[] = [];
  const session = {
    setPermissionRequestHandler: (handler: (...asked: unknown[]) => void) =>
      handler({}, 'media', (answer: boolean) => void granted.push(answer)),
    setPermissionCheckHandler: (handler: (...asked: unknown[]) => boolean) =>
      void granted.push(handler({}, 'fullscreen')),
    setSpellCheckerEnabled: (isEnabled: boolean) => void granted.push(isEnabled),
  };
  denyPermissions(session as never);
  expect(granted).toEqual([false, false, false]);
});

test('a server that asks for a certificate gets none, and Chromium chooses none', () => {
  const app = new EventEmitter();
  refuseClientCertificates(app as never);
  const happened: unknown[] = [];
  const event = { preventDefault: () => void happened.push('prevented') };
  app.emit('select-client-certificate', event, {}, 'https://as.example', [{}], (...chosen: unknown[]) =>
    happened.push(chosen),
  );
  expect(happened).toEqual(['prevented', []]);
});
