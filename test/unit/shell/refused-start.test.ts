/** What becomes of a start that was given what it may not have, and of one that gets no sandbox. */
import { type ChildProcess, spawn } from 'node:child_process';
import { describe, expect, test } from 'vitest';
import type { CheckedStart } from '../../../src/main/shell/allowed-at-start.ts';
import {
  NO_SANDBOX_EXIT_CODE,
  type RefusedStartOptions,
  refuseStart,
  sandboxError,
  withoutSandbox,
} from '../../../src/main/shell/refused-start.ts';
import type { SandboxFacts } from '../../../src/main/shell/sandbox-check.ts';
import { en } from '../../../src/shared/text/en.ts';

const facts: SandboxFacts = {
  isRoot: false,
  hasSeccomp: true,
  mostUserNamespaces: 0,
  usernsClone: null,
  apparmorRestricts: null,
  apparmorLabel: null,
  noNewPrivileges: false,
  isInContainer: false,
  helper: null,
};

/** A process that ends as the one of the program would. */
const ending = (script: string) => spawn(process.execPath, ['-e', script], { stdio: 'ignore' });
const trap = "process.kill(process.pid, 'SIGTRAP')";

interface Circumstances {
  readonly refused?: readonly string[];
  readonly isSecond?: boolean;
  readonly platform?: NodeJS.Platform;
  readonly isAllowed?: boolean;
  readonly isRoot?: boolean;
  /** What the new process does; it cannot be started when null. */
  readonly script?: string | null;
  /** Whether the time is up at once. */
  readonly isTimeUp?: boolean;
  /** Whether somebody writes into the log at once. */
  readonly isLogWritten?: boolean;
}

async function starting(circumstances: Circumstances) {
  const {
    refused = ['no-sandbox'],
    isSecond = false,
    platform = 'linux',
    isTimeUp = false,
    isLogWritten,
  } = circumstances;
  const { script = trap, isAllowed = false, isRoot = false } = circumstances;
  const starts: (readonly string[])[] = [];
  const events: string[] = [];
  const children: ChildProcess[] = [];
  const options: RefusedStartOptions = {
    checked: { refused, arguments: ['--lang=de'], environment: {} },
    isSecond,
    platform,
    async startAgain(checked: CheckedStart) {
      if (script === null) throw new Error('ENOENT');
      starts.push(checked.arguments);
      const child = ending(script);
      children.push(child);
      return child;
    },
    watchLog(listener) {
      if (isLogWritten) listener();
      return () => undefined;
    },
    lack: { facts: () => ({ ...facts, isRoot }), isAllowed: () => isAllowed },
    text: en,
    log: { warn: (event) => void events.push(event), error: (event) => void events.push(event) },
    setTimer(action) {
      if (isTimeUp) action();
      return () => undefined;
    },
  };
  const outcome = await refuseStart(options);
  for (const child of children) child.kill('SIGKILL');
  return { outcome, starts, events };
}

describe('a start with something that is not allowed', () => {
  test('is made again without it, and this one ends at once', async () => {
    const { outcome, starts, events } = await starting({
      refused: ['js-flags'],
      script: 'setInterval(() => {}, 1000)',
    });
    expect(outcome).toEqual({ kind: 'exit', code: 0 });
    expect(starts).toEqual([['--lang=de']]);
    expect(events).toEqual(['program.switches-refused']);
  });

  test('says so when it cannot be made again', async () => {
    const { outcome, events } = await starting({ refused: ['js-flags'], script: null });
    expect(outcome).toMatchObject({ kind: 'say', title: en.dialogs.cannotStart, code: 1 });
    expect(outcome).toMatchObject({ text: expect.stringContaining('js-flags') });
    expect(events).toEqual(['program.switches-refused', 'program.start-refused']);
  });

  test('ends when what was refused comes back', async () => {
    const { outcome, starts } = await starting({ refused: ['js-flags'], isSecond: true });
    expect(outcome).toMatchObject({ kind: 'say', code: 1 });
    expect(starts).toEqual([]);
  });
});

describe('a start with --no-sandbox', () => {
  test('ends when the one without it writes into the log, or goes on for long', async () => {
    const going = 'setInterval(() => {}, 1000)';
    expect((await starting({ script: going, isLogWritten: true })).outcome).toEqual({ kind: 'exit', code: 0 });
    const { outcome } = await starting({ script: 'setInterval(() => {}, 1000)', isTimeUp: true });
    expect(outcome).toEqual({ kind: 'exit', code: 0 });
  });

  test('ends as the one without it ends by itself, as one does that finds the program running', async () => {
    expect((await starting({ script: '' })).outcome).toEqual({ kind: 'exit', code: 0 });
    expect((await starting({ script: 'process.exit(7)' })).outcome).toEqual({ kind: 'exit', code: 7 });
  });

  test('says why when the one without it died for want of a sandbox', async () => {
    const { outcome, starts, events } = await starting({});
    expect(outcome).toMatchObject({
      kind: 'say',
      title: en.errors.sandbox_missing.title,
      code: NO_SANDBOX_EXIT_CODE,
    });
    const { text } = outcome as { text: string };
    expect(text).toContain(en.errors.sandbox_missing.detail.namespacesOff);
    expect(text).toContain(en.remedies.sandboxNamespacesOff);
    expect(text).toContain(en.errors.sandbox_missing.detail.helper);
    expect(text).toContain(en.dialogs.sandboxAlternative);
    expect(starts).toEqual([['--lang=de']]);
    expect(events).toEqual(['program.switches-refused', 'sandbox.missing']);
  });

  test('says to root that root gets none, and names no alternative', async () => {
    const { outcome } = await starting({ isRoot: true, script: 'process.exit(1)' });
    expect(outcome).toMatchObject({ kind: 'say', code: NO_SANDBOX_EXIT_CODE });
    const { text } = outcome as { text: string };
    expect(text).toContain(en.remedies.sandboxRoot);
    expect(text).not.toContain(en.dialogs.sandboxAlternative);
  });

  test('is made a third time, without a sandbox, where an administrator allows that', async () => {
    const { outcome, starts, events } = await starting({ isAllowed: true });
    expect(outcome).toEqual({ kind: 'exit', code: 0 });
    expect(starts).toEqual([['--lang=de'], ['--no-sandbox', '--lang=de']]);
    expect(events).toEqual(['program.switches-refused', 'sandbox.missing-allowed']);
  });

  test('begins as the third one only where an administrator allows it, and with nothing else that is refused', async () => {
    expect((await starting({ isSecond: true, isAllowed: true })).outcome).toEqual({ kind: 'begin' });
    expect((await starting({ isSecond: true })).outcome).toMatchObject({ kind: 'say', code: 1 });
    const refused = ['js-flags', 'no-sandbox'];
    expect((await starting({ isSecond: true, isAllowed: true, refused })).outcome).toMatchObject({ kind: 'say' });
    const elsewhere = await starting({ isSecond: true, isAllowed: true, platform: 'win32' });
    expect(elsewhere.outcome).toMatchObject({ kind: 'say' });
  });

  test('on other systems is made again like any other', async () => {
    expect((await starting({ platform: 'win32' })).outcome).toEqual({ kind: 'exit', code: 0 });
  });
});

test('a kernel that filters nothing is no sandbox either', () => {
  const log = { warn: () => undefined, error: () => undefined };
  const lack = { facts: () => ({ ...facts, hasSeccomp: false }), isAllowed: () => false };
  expect(withoutSandbox({ lack, text: en, log })).toMatchObject({
    kind: 'say',
    text: expect.stringContaining(en.remedies.sandboxSeccomp),
    code: NO_SANDBOX_EXIT_CODE,
  });
  expect(withoutSandbox({ lack: { ...lack, isAllowed: () => true }, text: en, log })).toEqual({ kind: 'begin' });
});

test('a cause is an error with a remedy of its own', () => {
  expect(sandboxError('apparmor').toView()).toEqual({
    code: 'sandbox_missing',
    values: { reason: 'apparmor', remedy: 'sandboxApparmor' },
  });
});
