import { EventEmitter } from 'node:events';
import { expect, test } from 'vitest';
import { closeCalls, limitOurPages, refuseClientCertificates } from '../../../src/main/shell/session-policy.ts';

test('a window of ours gets no permission, whichever it asks for, and its fields are sent to no spelling service', async () => {
  const granted: unknown[] = [];
  const proxies: object[] = [];
  const session = {
    setPermissionRequestHandler: (handler: (...asked: unknown[]) => void) =>
      handler({}, 'media', (answer: boolean) => void granted.push(answer)),
    setPermissionCheckHandler: (handler: (...asked: unknown[]) => boolean) =>
      void granted.push(handler({}, 'fullscreen')),
    setSpellCheckerEnabled: (isEnabled: boolean) => void granted.push(isEnabled),
    setProxy: async (proxy: object) => void proxies.push(proxy),
  };
  await limitOurPages(session as never);
  expect(granted).toEqual([false, false, false]);
  // Also for this computer, which proxies are otherwise not asked about.
  expect(proxies).toMatchObject([{ mode: 'fixed_servers', proxyBypassRules: '<-loopback>' }]);
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

test('every page calls by the proxy of its session or not at all', () => {
  const app = new EventEmitter();
  closeCalls(app as never);
  const policies: unknown[] = [];
  app.emit('web-contents-created', {}, { setWebRTCIPHandlingPolicy: (policy: string) => policies.push(policy) });
  expect(policies).toEqual(['disable_non_proxied_udp']);
});
