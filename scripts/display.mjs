// A virtual display (Xvfb), for machines without one.
import { setTimeout as delay } from 'node:timers/promises';
import { SetUpError } from './cli.mjs';
import { startChild } from './processes.mjs';

/** @param {NodeJS.Platform} platform @param {NodeJS.ProcessEnv} environment */
export function displayIsPresent(platform, environment) {
  return platform !== 'linux' || Boolean(environment.DISPLAY || environment.WAYLAND_DISPLAY);
}

/**
 * Starts a virtual display of our own on a free number. It lives until `stop` or the end of this process.
 * @param {{ size?: string, more?: readonly string[] }} [options] its size in pixels, and more of the server's switches
 * @returns {Promise<{ DISPLAY: string, stop: () => Promise<void> }>}
 */
export async function startDisplay({ size = '1600x1000', more = [] } = {}) {
  // Nobody moves a pointer there, and a screen that goes dark after ten minutes counts as locked.
  const neverDark = ['-s', '0'];
  // A key that is struck while the computer is busy is not one that is held.
  const noRepeats = ['-r'];
  const args = [
    ...['-displayfd', '1', '-screen', '0', `${size}x24`, '-nolisten', 'tcp', '-dpi', '96'],
    ...neverDark,
    ...noRepeats,
    ...more,
  ];
  const server = startChild('Xvfb', args, { stdio: ['ignore', 'pipe', 'ignore'] });
  const number = await Promise.race([server.firstLine(), delay(15_000, '', { ref: false })]);
  if (!number) {
    await server.stop();
    throw new SetUpError('Xvfb does not start. Run `Xvfb -displayfd 1` to see why, or set DISPLAY.');
  }
  return { DISPLAY: `:${number}`, stop: server.stop };
}
