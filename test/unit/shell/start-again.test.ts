import { spawn } from 'node:child_process';
import { expect, test } from 'vitest';
import { activationToken, isSecondStart, startAgain } from '../../../src/main/shell/start-again.ts';

/** Calls the real `spawn`, and keeps what it was called with and what came of it. */
function watched() {
  const calls: { program: string; args: readonly string[]; env: NodeJS.ProcessEnv | undefined }[] = [];
  const spawning = ((program: string, args: string[], options: { env?: NodeJS.ProcessEnv }) => {
    calls.push({ program, args, env: options.env });
    return spawn(program, ['--version'], { ...options, stdio: 'ignore' });
  }) as unknown as typeof spawn;
  return { calls, spawning };
}

test('the second start has what is allowed, and says that it is the second', async () => {
  const { calls, spawning } = watched();
  const environment: Record<string, string | undefined> = { HOME: '/home/ada', NODE_V8_COVERAGE: '/tmp/x' };
  await startAgain({
    checked: { refused: ['NODE_V8_COVERAGE'], arguments: ['--lang=de'], environment: { HOME: '/home/ada' } },
    executable: process.execPath,
    environment,
    activation: { XDG_ACTIVATION_TOKEN: 't' },
    spawn: spawning,
  });
  expect(calls).toEqual([
    {
      program: process.execPath,
      args: ['--started-again', '--lang=de'],
      env: { HOME: '/home/ada', XDG_ACTIVATION_TOKEN: 't' },
    },
  ]);
  // Node would hand this one on to the child although the child's environment is without it.
  expect(environment).toEqual({ HOME: '/home/ada' });
});

test('a program that cannot be started is reported', async () => {
  const checked = { refused: ['x'], arguments: [], environment: {} };
  const executable = '/nowhere/sightglass';
  const starting = startAgain({ checked, executable, environment: {}, activation: {}, spawn });
  await expect(starting).rejects.toMatchObject({ code: 'ENOENT' });
});

test('only the exact marker makes a second start', () => {
  expect(isSecondStart(['/sightglass', '--started-again'])).toBe(true);
  expect(isSecondStart(['/sightglass', '--started-again=no', 'started-again'])).toBe(false);
});

test.each([
  ['HOME=/home/ada\0XDG_ACTIVATION_TOKEN=a=b c\0LANG=C\0', { XDG_ACTIVATION_TOKEN: 'a=b c' }],
  ['X=XDG_ACTIVATION_TOKEN=1\0OLD_XDG_ACTIVATION_TOKEN=2\0', {}],
  ['', {}],
])('of the environment %j the token of the desktop is %j', (environment, expected) => {
  expect(activationToken(environment)).toEqual(expected);
});
