/** What the program answers to commands, over the stand-ins: how each ends, and what is not done without a person. */
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { ProgramOptions } from '../../../src/main/app/program-options.ts';
import { commandNames } from '../../../src/main/command-line/commands.ts';
import { printResult } from '../../../src/main/command-line/print.ts';
import type { Question } from '../../../src/shared/command-line/messages.ts';
import { type ConsoleRequest, consoleResults } from '../../../src/shared/command-line/requests.ts';
import { AppError } from '../../../src/shared/errors.ts';
import { en } from '../../../src/shared/text/en.ts';
import { languages, loadText } from '../../../src/shared/text/languages.ts';
import { type DemoServices, startDemoServices } from '../../../standins/demo-services.ts';
import { freePorts } from '../../support/driver/free-ports.ts';
import { openProgramOverStandIns } from '../../support/program-over-stand-ins.ts';

let demo: DemoServices;
let opened: Awaited<ReturnType<typeof openProgramOverStandIns>>;
beforeEach(async () => {
  demo = await startDemoServices({
    redirectUris: (await freePorts(1)).map((port) => `http://localhost:${port}/auth/databricks/callback`),
  });
  opened = await openProgramOverStandIns();
});
afterEach(async () => {
  await opened.close();
  await demo.stop();
});

const asker = (answers: Readonly<Record<string, string>> = {}, isTerminal = true) => ({
  isTerminal,
  asked: [] as Question[],
  async ask(question: Question) {
    this.asked.push(question);
    return answers[question.ask] ?? null;
  },
  note: () => undefined,
  signal: new AbortController().signal,
});
const run = (request: ConsoleRequest, one = asker()) => opened.console.run(request, one);
const codeOf = (promise: Promise<unknown>) =>
  promise.then(
    () => 'done',
    (error: unknown) =>
      error instanceof AppError ? `${error.code} ${String(error.values.reason ?? '')}` : String(error),
  );
const importDemo = () => run({ command: 'profile import', content: Buffer.from(demo.envFile).toString('base64') });
const tokenTest = (reveals = false) => ({ command: 'token test', profile: null, connection: null, reveals }) as const;

describe('without a profile', () => {
  test('lists are empty, and what needs one says so', async () => {
    expect(await run({ command: 'profile list' })).toEqual({ ending: 'done', result: { profiles: [] } });
    expect(await run({ command: 'auth status', profile: null })).toEqual({
      ending: 'done',
      result: { connections: [] },
    });
    expect(await codeOf(run(tokenTest()))).toBe('command_refused noProfile');
    expect(await codeOf(run({ command: 'profile export', profile: null, withSecrets: false }))).toBe(
      'command_refused noProfile',
    );
  });
});

describe('with a profile', () => {
  beforeEach(async () => {
    const { ending, result } = await importDemo();
    expect([ending, result]).toEqual(['done', expect.objectContaining({ changes: null })]);
  });
  const nameOf = async () => {
    const { result } = await run({ command: 'profile list' });
    return (result as { profiles: { name: string }[] }).profiles[0]?.name ?? '';
  };

  test('the same file once more changes nothing', async () => {
    expect((await importDemo()).result).toMatchObject({ changes: 0 });
  });

  test('names are found however they are written, and a wrong one names those that there are', async () => {
    const name = await nameOf();
    expect((await run({ command: 'auth status', profile: name.toUpperCase() })).ending).toBe('signedOut');
    expect(await codeOf(run({ command: 'auth status', profile: 'nobody' }))).toBe('command_refused profileUnknown');
    expect(await codeOf(run({ command: 'auth renew', profile: name, connection: 'nowhere' }))).toBe(
      'command_refused connectionUnknown',
    );
  });

  test('a token is tested from the sign-in to the session, and what is printed of it holds nothing secret', async () => {
    const { ending, result } = await run(tokenTest());
    expect(ending).toBe('done');
    const parsed = consoleResults['token test'].parse(result);
    expect(parsed).toMatchObject({
      isSignedInNow: true,
      isRight: true,
      identity: { asked: 'scim-me' },
      session: { readable: 1 },
    });
    for (const language of languages) {
      const text = await loadText(language);
      const printed = printResult('token test', parsed, { text, version: '1', platform: 'test', file: '' });
      expect(printed).toContain(text.commandLine.shows.allRight);
      for (const secret of ['eyJ', demo.sigma.embedClient.secret]) expect(printed).not.toContain(secret);
    }
    expect(opened.lines.join('\n')).not.toContain('eyJ');
    const name = await nameOf();
    expect((await run({ command: 'auth renew', profile: name, connection: null })).ending).toBe('done');
    expect((await run({ command: 'auth status', profile: null })).ending).toBe('done');
    expect((await run({ command: 'auth sign-out', profile: name, connection: null })).ending).toBe('done');
    expect(await codeOf(run({ command: 'auth renew', profile: name, connection: null }))).toMatch(/^grant_missing/);
  });

  test('a token is shown after its word was typed alone, and the word is asked for first', async () => {
    expect(await codeOf(run(tokenTest(true), asker({}, false)))).toBe('command_refused notATerminal');
    expect(await codeOf(run(tokenTest(true), asker({ reveal: 'yes' })))).toBe('command_refused notTyped');
    const shown = await run(tokenTest(true), asker({ reveal: 'reveal' }));
    expect((shown.result as { revealed: string }).revealed).toMatch(/^eyJ/);
    expect(opened.lines.join('\n')).toContain('command.token-revealed');
    expect(opened.lines.join('\n')).not.toContain('eyJ');
  });

  test('a profile goes out without its secrets, or with those that were typed and are right', async () => {
    const open = await run({ command: 'profile export', profile: null, withSecrets: false });
    expect(open.result).toMatchObject({ hasSecrets: false });
    const { secret } = demo.sigma.embedClient;
    expect((open.result as { content: string }).content).not.toContain(secret);
    const wrong = asker({ embedSecret: 'x'.repeat(40), clientSecret: 'y', newPassphrase: 'correct horse battery' });
    expect(await codeOf(run({ command: 'profile export', profile: null, withSecrets: true }, wrong))).toMatch(
      /^secret_differs/,
    );
    const short = asker({ embedSecret: secret, clientSecret: 'y', newPassphrase: 'short' });
    expect(await codeOf(run({ command: 'profile export', profile: null, withSecrets: true }, short))).toBe(
      'command_refused notTyped',
    );
    const nobody = asker();
    expect(await codeOf(run({ command: 'profile export', profile: null, withSecrets: true }, nobody))).toBe(
      'command_refused notTyped',
    );
    expect(nobody.asked.map(({ ask }) => ask)).toEqual(['embedSecret']);
  });

  test('a passphrase is the same on both ways, also where it ends with a space', async () => {
    const newPassphrase = ' correct horse battery ';
    const { secret } = demo.sigma.embedClient;
    const { clientSecret } = demo.authorizationServer.clients.confidential;
    const sealed = await run(
      { command: 'profile export', profile: null, withSecrets: true },
      asker({ embedSecret: secret, clientSecret, newPassphrase }),
    );
    const bytes = Buffer.from((sealed.result as { content: string }).content).toString('base64');
    const back = { command: 'profile import', content: bytes } as const;
    expect(await codeOf(run(back, asker({ passphrase: newPassphrase.trim() })))).not.toBe('done');
    expect(await codeOf(run(back, asker({ passphrase: newPassphrase })))).toBe('done');
  });

  test('a test of the set-up and the doctor say what they found', async () => {
    const { result } = await run({ command: 'profile check', profile: null });
    expect(result).toMatchObject({ profiles: [{ checks: { phase: 'done', isSaved: true } }] });
    expect((await run({ command: 'doctor', profile: null })).result).toMatchObject({ schema: 1, phase: 'done' });
  });

  test('a test of the set-up ends with whoever asked for it', async () => {
    const gone = new AbortController();
    gone.abort();
    const { result } = await run({ command: 'profile check', profile: null }, { ...asker(), signal: gone.signal });
    expect(result).toMatchObject({ profiles: [{ checks: { phase: 'cancelled' } }] });
  });

  test('every answer has the shape that is documented, and can be printed', async () => {
    const name = await nameOf();
    const requests: ConsoleRequest[] = [
      { command: 'doctor', profile: null },
      { command: 'auth status', profile: null },
      { command: 'auth sign-in', profile: name, connection: null },
      tokenTest(),
      { command: 'profile list' },
      { command: 'profile check', profile: null },
      { command: 'profile export', profile: null, withSecrets: false },
      { command: 'audit verify' },
      { command: 'status' },
      { command: 'auth sign-out', profile: name, connection: null },
    ];
    for (const request of requests) {
      expect(commandNames).toContain(request.command);
      const { result } = await run(request);
      const parsed = consoleResults[request.command].parse(JSON.parse(JSON.stringify(result)));
      expect(
        printResult(request.command, parsed as never, { text: en, version: '1', platform: 'test', file: '/x' }),
      ).not.toBe('');
    }
  });
});

test('without a window no link is opened, and nothing else than a link', async () => {
  const open = (link: string) => codeOf(run({ command: 'open', link }));
  expect(await open('https://example.com/')).toBe('command_refused notALink');
  expect(await open('sightglass://open?profile=x')).toBe('command_refused noWindow');
});

test('a policy keeps tokens from being shown, before anybody signs in for it', async () => {
  await opened.close();
  opened = await openProgramOverStandIns({ mayReveal: false } satisfies Partial<ProgramOptions>);
  await importDemo();
  expect(await codeOf(run(tokenTest(true), asker({ reveal: 'reveal' })))).toBe('command_refused revealForbidden');
});
