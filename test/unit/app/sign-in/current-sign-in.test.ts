import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createCurrentSignIn } from '../../../../src/main/app/sign-in/current-sign-in.ts';
import type { Grant } from '../../../../src/main/oauth/grants/grant.ts';
import type { SignIn } from '../../../../src/main/oauth/sign-in/sign-in-attempt.ts';
import type { SignInRequest } from '../../../../src/main/oauth/sign-in/sign-in-request.ts';
import { AppError } from '../../../../src/shared/errors.ts';
import { grantAt } from '../../../support/grants.ts';
import { settled } from '../../../support/virtual-clock.ts';

type Running = SignIn & { succeed(): void; fail(code: AppError['code']): void };

function createDesk(onSignedIn: () => void = () => {}) {
  const started: Running[] = [];
  let current: Running | null = null;
  const desk = createCurrentSignIn({
    connections: {
      find: () => ({ connection: { flow: 'authorization_code' } }) as never,
      signInRequest: async (connectionId) => ({ connectionId }) as SignInRequest,
    },
    obtainServiceAccountGrant: async () => {},
    signIns: {
      start({ connectionId }) {
        current?.fail('sign_in_replaced');
        let succeed: (grant: Grant) => void = () => {};
        let reject: (error: unknown) => void = () => {};
        const result = new Promise<Grant>((resolve, refuse) => {
          succeed = resolve;
          reject = refuse;
        });
        result.catch(() => {});
        const signIn: Running = {
          connectionId,
          startedAt: 0,
          deadline: 1,
          phase: () => 'preparing',
          link: () => null,
          reopenBrowser: async () => {},
          result,
          succeed: () => succeed(grantAt(0)),
          fail: (code) => reject(new AppError(code, { reason: 'said', said: code })),
        };
        started.push(signIn);
        current = signIn;
        return signIn;
      },
      current: () => current,
      cancel: () => current?.fail('sign_in_cancelled'),
      dispose: async () => {},
    },
    onSignedIn,
    onChange: () => {},
  });
  const start = async (connectionId: string): Promise<Running> => {
    await desk.start(connectionId);
    return started.at(-1) as Running;
  };
  return { desk, start };
}

const noBrowser = new AppError('browser_not_opened');
const problemOf = ({ desk }: ReturnType<typeof createDesk>) => desk.view().signInProblem?.error.code ?? null;

describe('the problem of a sign-in', () => {
  test('is not cleared by the quiet end of the one that it replaced', async () => {
    const fixture = createDesk();
    await fixture.start('a');
    fixture.desk.report(await fixture.start('b'), noBrowser);
    await settled();
    expect(fixture.desk.view().signInProblem).toMatchObject({
      connectionId: 'b',
      error: { code: 'browser_not_opened' },
    });
  });

  test('that no browser opened is over when the sign-in succeeds, or is cancelled', async () => {
    for (const end of [(one: Running) => one.succeed(), (one: Running) => one.fail('sign_in_cancelled')]) {
      const fixture = createDesk();
      const signIn = await fixture.start('a');
      fixture.desk.report(signIn, noBrowser);
      end(signIn);
      await settled();
      expect(problemOf(fixture)).toBeNull();
    }
  });

  test('that ended it stays', async () => {
    const fixture = createDesk();
    (await fixture.start('a')).fail('authorization_denied');
    await settled();
    expect(problemOf(fixture)).toBe('authorization_denied');
  });
});

describe('ending the sign-in of a connection that goes', () => {
  test('waits until it has ended', async () => {
    const { desk, start } = createDesk();
    const signIn = await start('a');
    await desk.cancelFor(['a']);
    await expect(signIn.result).rejects.toMatchObject({ code: 'sign_in_cancelled' });
  });

  test('leaves that of others alone', async () => {
    const { desk, start } = createDesk();
    const signIn = await start('a');
    await desk.cancelFor(['b']);
    signIn.succeed();
    await expect(signIn.result).resolves.toEqual(grantAt(0));
  });
});

describe('what goes wrong after a sign-in', () => {
  const unhandled: unknown[] = [];
  const listen = (reason: unknown) => void unhandled.push(reason);
  beforeEach(() => void process.on('unhandledRejection', listen));
  afterEach(() => void process.off('unhandledRejection', listen));

  test('is shown, and no unhandled rejection', async () => {
    const fixture = createDesk(() => {
      throw new AppError('profile_missing', { reason: 'duringSignIn' });
    });
    (await fixture.start('a')).succeed();
    await settled();
    await settled();
    expect(problemOf(fixture)).toBe('profile_missing');
    expect(unhandled).toEqual([]);
  });
});
