/** The program that was started by the one before it, which no test has in its hands. */
import { readdirSync, readFileSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';

/** Ends what the program started in its own place, as the end of a desktop session does. */
export async function endRestarted(userData: string): Promise<void> {
  for (let found = processesOn(userData); found.length > 0; found = processesOn(userData)) {
    for (const pid of found) process.kill(pid, 'SIGTERM');
    await delay(100);
  }
}

/** The main processes on a folder: those that Chromium started for its own ends are of a type. */
function processesOn(userData: string): number[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .filter((pid) => {
      try {
        const line = readFileSync(`/proc/${pid}/cmdline`, 'utf8');
        return line.includes(userData) && !line.includes('--type=');
      } catch {
        // It has ended.
        return false;
      }
    })
    .map(Number);
}
