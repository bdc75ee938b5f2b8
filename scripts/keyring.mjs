// A keyring service (gnome-keyring) on a session bus of its own.
import { spawnSync } from 'node:child_process';
import { chownSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { SetUpError } from './cli.mjs';
import { startChild } from './processes.mjs';

/**
 * Starts a real keyring service on a session bus of its own, empty and unlocked, in a temporary folder: tests and tour
 * never see the keyring of the person who runs them. Linux only; elsewhere the system's own keychain serves.
 * @param {{ uid?: number }} [options] whose it is; left out, that of who runs this
 * @returns {Promise<{ environment: Record<string, string>, stop: () => Promise<void> }>}
 */
export async function startKeyring({ uid } = {}) {
  const owner = uid === undefined ? {} : { uid, gid: uid };
  // Sockets lie below it, and their paths may not exceed about a hundred characters.
  const folder = mkdtempSync(join(tmpdir(), 'sightglass-'));
  if (uid !== undefined) chownSync(folder, uid, uid);
  /** @type {Record<string, string>} */
  const environment = {
    XDG_RUNTIME_DIR: folder,
    XDG_DATA_HOME: join(folder, 'data'),
    // Electron chooses its keychain backend by the desktop's name.
    XDG_CURRENT_DESKTOP: 'GNOME',
    SIGHTGLASS_KEYRING: '1',
  };
  const bus = startChild('dbus-daemon', ['--session', '--nofork', '--print-address=1'], {
    env: { ...process.env, ...environment },
    stdio: ['ignore', 'pipe', 'ignore'],
    ...owner,
  });
  /** @type {import('./processes.mjs').Child | undefined} */
  let daemon;
  const stop = async () => {
    await daemon?.stop();
    await bus.stop();
    rmSync(folder, { recursive: true, force: true, maxRetries: 3 });
  };
  try {
    const address = await bus.firstLine();
    if (!address) throw new SetUpError('dbus-daemon does not start; the end-to-end tests need a session bus.');
    environment.DBUS_SESSION_BUS_ADDRESS = address;
    const env = { ...process.env, ...environment };
    daemon = startChild('gnome-keyring-daemon', ['--foreground', '--unlock', '--components=secrets'], {
      env,
      stdio: ['pipe', 'ignore', 'ignore'],
      ...owner,
    });
    // The first unlock creates the login keyring with this password; it dies with the folder.
    daemon.process.stdin?.end('sightglass\n');
    await secretsAreServed(env, owner);
    return { environment, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** @param {NodeJS.ProcessEnv} env @param {{ uid?: number, gid?: number }} owner who asks: the bus lets in nobody else */
async function secretsAreServed(env, owner) {
  // Ask the bus who is there: a question to the service itself would make the bus start a second one.
  const question = ['--session', '--print-reply=literal', '--dest=org.freedesktop.DBus', '/org/freedesktop/DBus'];
  const method = ['org.freedesktop.DBus.NameHasOwner', 'string:org.freedesktop.secrets'];
  for (let attempt = 0; attempt < 100; attempt += 1) {
    const asked = spawnSync('dbus-send', [...question, ...method], { env, encoding: 'utf8', ...owner });
    if (asked.stdout?.includes('true')) return;
    await delay(100);
  }
  throw new SetUpError(
    'gnome-keyring-daemon does not answer on a session bus of its own; the end-to-end tests need it.',
  );
}
