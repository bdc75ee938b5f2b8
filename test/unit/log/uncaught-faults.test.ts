/** The look that every end-to-end test takes at the app's log when the app has been closed. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createLog } from '../../../src/main/log/log.ts';
import { expectNoUncaughtFaults } from '../../support/driver/uncaught-faults.ts';

let userData: string;
beforeEach(() => {
  userData = mkdtempSync(join(tmpdir(), 'sightglass-faults-'));
});
afterEach(() => rmSync(userData, { recursive: true, force: true }));

/** Writes a file of the log with these events, as the app writes them. */
function write(name: string, ...events: ('program.started' | 'program.uncaught' | 'program.unhandled')[]): void {
  const lines: string[] = [];
  const log = createLog({ write: (line) => void lines.push(line), now: () => 0 });
  for (const event of events) log.error(event, { error: 'of something' });
  mkdirSync(join(userData, 'logs'), { recursive: true });
  writeFileSync(join(userData, 'logs', name), lines.map((line) => `${line}\n`).join(''));
}

test('an app that caught everything, or wrote no log, passes', () => {
  expectNoUncaughtFaults(userData);
  write('sightglass.log', 'program.started');
  expectNoUncaughtFaults(userData);
});

test.each(['program.uncaught', 'program.unhandled'] as const)(
  '%s fails the test that ran the app, in any file of the log',
  (event) => {
    write('sightglass.log', 'program.started');
    write('sightglass.1.log', 'program.started', event);
    expect(() => expectNoUncaughtFaults(userData)).toThrow(event);
  },
);
