/** A start of an image that is expected to end by itself. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, readFileSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import type { UpdateStage } from './update-stage.ts';

/** @returns its exit code; null when a signal ended it */
export async function startImage({ image, userData, variables }: UpdateStage): Promise<number | null> {
  const root = process.getuid?.() === 0 ? ['--no-sandbox'] : [];
  const started = spawn(image, [...root, `--user-data-dir=${userData}`], {
    stdio: 'ignore',
    env: { ...variables, DISPLAY: process.env.DISPLAY, PATH: process.env.PATH, HOME: process.env.HOME },
  });
  const [code] = await once(started, 'exit');
  return code;
}

/** Ends what an image started in its own place, as the end of a desktop session does. */
export async function endImage({ userData }: UpdateStage): Promise<void> {
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
