/** The certificate authorities of the operating system, where companies install the one that inspects their traffic. */
import tls from 'node:tls';
import { Worker } from 'node:worker_threads';
import { tlsRules } from './agents.ts';

/** Reading a system's store takes long, up to a second on some, and has no asynchronous call: so in another thread. */
const listInWorker = `
  const { parentPort } = require('node:worker_threads');
  parentPort.postMessage(require('node:tls').getCACertificates('system'));
`;

/**
 * Trusts Node's own authorities, those of the system and `extra` (PEM). Null where there are none but Node's own: on a
 * Node that cannot list the system's (before 22.15), its defaults say all there is.
 */
export async function systemTrust(extra: readonly string[]): Promise<tls.SecureContext | null> {
  const list: unknown = Reflect.get(tls, 'getCACertificates');
  const canList = typeof list === 'function';
  const added = [...(canList ? await systemCertificates() : []), ...extra];
  if (added.length === 0) return null;
  // With those of NODE_EXTRA_CA_CERTS, where Node says so.
  const own: readonly string[] = canList ? list('default') : tls.rootCertificates;
  // Once, and kept: each takes tens of milliseconds.
  return tls.createSecureContext({ ca: [...new Set([...own, ...added])], minVersion: tlsRules.minVersion });
}

function systemCertificates(): Promise<string[]> {
  return new Promise((resolve, reject) => {
    const worker = new Worker(listInWorker, { eval: true });
    worker.once('message', resolve);
    worker.once('error', reject);
    // After a message that changes nothing.
    worker.once('exit', () => reject(new Error('The worker ended without an answer.')));
  });
}
