import type { IpcMainInvokeEvent } from 'electron';
import { describe, expect, test } from 'vitest';
import { type Handlers, serveRequests } from '../../../src/main/ipc/router.ts';
import { AppError } from '../../../src/shared/errors.ts';
import { type Answer, type RequestName, requests } from '../../../src/shared/ipc/contract.ts';
import { requestNames } from '../../../src/shared/ipc/names.ts';

type Listener = (event: IpcMainInvokeEvent, input: unknown) => Promise<Answer<unknown>>;

const caller = { windowId: 'a window', kind: 'viewer' } as const;

function serve(
  handler: (name: RequestName, input: unknown, caller: unknown) => unknown,
  { trusted = true, closing = false } = {},
) {
  const listeners = new Map<string, Listener>();
  const log = { warn: () => {}, error: () => {} };
  const handlers = Object.fromEntries(
    requestNames.map((name) => [name, (input: unknown, who: unknown) => handler(name, input, who)]),
  ) as unknown as Handlers;
  serveRequests({
    ipcMain: { handle: (name: string, listener: Listener) => void listeners.set(name, listener) },
    callerOf: () => (trusted ? caller : null),
    acceptsChanges: () => !closing,
    handlers,
    log,
  });
  const ask = (name: string, input?: unknown) => {
    const listener = listeners.get(name);
    if (!listener) throw new Error(`${name} is not served`);
    return listener({} as IpcMainInvokeEvent, input);
  };
  return { listeners, ask };
}

/** Something that no request of the contract takes. */
const badInput = { unexpected: [1, { deep: 'secret-value' }], connectionId: 7, profileId: '../x', paneId: null };

describe('the IPC contract', () => {
  test('is served whole, and nothing beside it', () => {
    const { listeners } = serve(() => undefined);
    expect([...listeners.keys()].sort()).toEqual(Object.keys(requests).sort());
    expect([...requestNames].sort()).toEqual(Object.keys(requests).sort());
  });

  describe.each([...requestNames])('%s', (name) => {
    test('refuses another sender, and does nothing', async () => {
      let called = false;
      const { ask } = serve(
        () => {
          called = true;
        },
        { trusted: false },
      );
      expect(await ask(name, undefined)).toMatchObject({ ok: false, error: { code: 'request_refused' } });
      expect(called).toBe(false);
    });

    test('refuses bad input, does nothing, and quotes none of it', async () => {
      let called = false;
      const { ask } = serve(() => {
        called = true;
      });
      const answer = await ask(name, badInput);
      expect(answer).toMatchObject({ ok: false, error: { code: 'request_invalid' } });
      expect(JSON.stringify(answer)).not.toContain('secret-value');
      expect(called).toBe(false);
    });
  });

  test('takes of a file that is brought to a window as much as shows that it is too large, and no more', async () => {
    const taken: number[] = [];
    const { ask } = serve((_name, input) => {
      taken.push((input as { bytes: Uint8Array }).bytes.byteLength);
      return null;
    });
    const largest = 256 * 1_024;
    for (const size of [0, largest, largest + 1, largest + 2]) {
      await ask('profiles.importEnvContent', { bytes: new Uint8Array(size) });
    }
    await ask('profiles.importEnvContent', { bytes: 'SECRET=a' });
    await ask('profiles.importEnvContent', { bytes: '/etc/passwd' });
    expect(taken).toEqual([0, largest, largest + 1]);
  });

  test('says which field breaks which rule, and which request it was', async () => {
    const { ask } = serve(() => undefined);
    const faultsOf = async (name: RequestName, input: unknown) => {
      const answer = await ask(name, input);
      return answer.ok ? null : answer.error.values;
    };
    expect(await faultsOf('profiles.select', { profileId: 7 })).toEqual({
      request: 'profiles.select',
      faults: expect.stringMatching(/^profileId: \S/),
    });
    expect(await faultsOf('profiles.select', 7)).toEqual({
      request: 'profiles.select',
      faults: expect.stringMatching(/^input: \S/),
    });
    expect(await faultsOf('errors.copyDetails', { code: 'no code of ours', values: { reason: null } })).toEqual({
      request: 'errors.copyDetails',
      faults: expect.stringMatching(/^code: .+; values\.reason: \S/),
    });
  });

  test('answers failures with their code, and unexpected ones without their message', async () => {
    const known = serve(() => {
      throw new AppError('offline', { reason: 'said', said: 'no network' });
    });
    expect(await known.ask('grants.cancelSignIn')).toMatchObject({ ok: false, error: { code: 'offline' } });
    const unknown = serve(() => {
      throw new Error('a secret slipped in');
    });
    const answer = await unknown.ask('grants.cancelSignIn');
    expect(answer).toMatchObject({ ok: false, error: { code: 'internal' } });
    expect(JSON.stringify(answer)).not.toContain('slipped');
  });

  test('tells each handler who asks', async () => {
    const asked: unknown[] = [];
    const { ask } = serve((name, _input, who) => {
      asked.push([name, who]);
    });
    await ask('grants.cancelSignIn');
    expect(asked).toEqual([['grants.cancelSignIn', caller]]);
  });

  test('changes nothing any more while the program is closing, and still answers what only looks', async () => {
    const called: string[] = [];
    const { ask } = serve((name) => void called.push(name), { closing: true });
    const profileId = '0b8f1c3e-6a51-4f7e-9d3c-2f1f6f9f4c11';
    expect(await ask('profiles.select', { profileId })).toMatchObject({
      ok: false,
      error: { code: 'request_refused' },
    });
    expect(await ask('grants.cancelSignIn')).toMatchObject({ ok: true });
    expect(called).toEqual(['grants.cancelSignIn']);
  });

  test('lets nothing out that the contract does not name', async () => {
    const paneId = '0b8f1c3e-6a51-4f7e-9d3c-2f1f6f9f4c11';
    const { ask } = serve(() => ({ paneId, url: 'https://sigma/?:jwt=x' }));
    expect(await ask('panes.open', { workbookId: paneId })).toEqual({ ok: true, value: { paneId } });
  });
});
