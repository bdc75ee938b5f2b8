// Child processes that end with us. Each runs in a process group of its own, and all carry the id of this run in their
// environment, so that also what they started in groups of their own (browsers do) is found and ended.
import { spawn, spawnSync } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { setTimeout as delay } from 'node:timers/promises';

const runIdName = 'SIGHTGLASS_RUN_ID';
// A run inside a run has its own id, so that it does not end its siblings.
const runId = randomUUID();
const groups = process.platform !== 'win32';
const signals = /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP']);

/**
 * @typedef {object} Child
 * @property {import('node:child_process').ChildProcess} process
 * @property {Promise<number>} exited the exit code; 128 and more after a signal, 127 when the program is not there
 * @property {(onLine?: (line: string) => void) => Promise<string>} firstLine of its stdout, which must be a pipe;
 *   '' when it ends without one
 * @property {() => Promise<void>} stop asks it to end, and after five seconds makes it; its group ends with it
 */

/**
 * @param {string} program
 * @param {readonly string[]} args
 * @param {{ env?: NodeJS.ProcessEnv, cwd?: string, stdio?: import('node:child_process').StdioOptions, uid?: number,
 *   gid?: number }} [options]
 * @returns {Child}
 */
export function startChild(
  program,
  args,
  { env = process.env, stdio = ['ignore', 'inherit', 'inherit'], ...more } = {},
) {
  const child = spawn(program, args, { ...more, stdio, env: { ...env, [runIdName]: runId }, detached: groups });
  const killGroup = () => signalGroup(child, 'SIGKILL');
  process.once('exit', killGroup);
  /** @type {Promise<number>} */
  const exited = new Promise((resolve) => {
    child.once('error', () => resolve(127));
    child.once('exit', (code, signal) =>
      resolve(code ?? (signal === 'SIGINT' ? 130 : signal === 'SIGTERM' ? 143 : 137)),
    );
  });
  const ended = exited.then((code) => {
    // What the leader left behind in its group.
    killGroup();
    process.off('exit', killGroup);
    return code;
  });
  const stop = async () => {
    // Only the leader of the group: a browser whose helper processes are ended crashes instead of closing.
    if (groups) child.kill('SIGTERM');
    else signalGroup(child, 'SIGTERM');
    await Promise.race([ended, delay(5000, undefined, { ref: false }).then(killGroup)]);
    await ended;
  };
  const firstLine = (onLine = (/** @type {string} */ _line) => {}) =>
    /** @type {Promise<string>} */ (
      new Promise((resolve) => {
        if (!child.stdout) return resolve('');
        const lines = createInterface({ input: child.stdout });
        // Read on after the first in any case: a full pipe would hold the child up.
        lines.on('line', (line) => {
          onLine(line);
          resolve(line);
        });
        lines.once('close', () => resolve(''));
      })
    );
  return { process: child, exited: ended, firstLine, stop };
}

/** Runs a program to its end and passes Ctrl-C on. @param {Parameters<typeof startChild>} args */
export async function runChild(...args) {
  const child = startChild(...args);
  return child.exited;
}

/**
 * Calls `stop` when this process is asked to end, and exits with the usual code afterwards. A second request ends it at
 * once.
 * @param {() => Promise<void>} stop
 */
export function stopOnSignal(stop) {
  let asked = false;
  for (const [index, signal] of signals.entries()) {
    process.on(signal, () => {
      const code = [130, 143, 129][index] ?? 1;
      if (asked) process.exit(code);
      asked = true;
      stop().finally(() => process.exit(code));
    });
  }
}

/** Ends what this run started and lost sight of. Only Linux lets us see another process's environment. */
export function endStrays() {
  const strays = process.platform === 'linux' ? processesOfRun(runId) : [];
  for (const pid of strays) {
    try {
      process.kill(pid, 'SIGKILL');
    } catch {
      // It ended meanwhile.
    }
  }
  return strays.length;
}

/** @param {string} id @returns {number[]} */
function processesOfRun(id) {
  const mark = `${runIdName}=${id}`;
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name) && Number(name) !== process.pid)
    .filter((name) => {
      try {
        return readFileSync(`/proc/${name}/environ`, 'latin1').split('\0').includes(mark);
      } catch {
        return false;
      }
    })
    .map(Number);
}

/** @param {import('node:child_process').ChildProcess} child @param {NodeJS.Signals} signal */
function signalGroup(child, signal) {
  if (child.pid === undefined) return;
  if (!groups) {
    if (child.exitCode === null) spawnSync('taskkill', ['/pid', String(child.pid), '/T', '/F'], { stdio: 'ignore' });
    return;
  }
  try {
    process.kill(-child.pid, signal);
  } catch {
    // The group is empty.
  }
}
