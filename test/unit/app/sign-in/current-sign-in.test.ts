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
  const world = { serviceFailure: null as unknown, changes: 0, inVain: [] as string[] };
  let current: Running | null = null;
  const desk = createCurrentSignIn({
    onNotSignedIn: (connectionId) => void world.inVain.push(connectionId),
    connections: {
      find: (id) => ({ connection: { flow: id === 'wall' ? 'client_credentials' : 'authorization_code' } }) as never,
      signInRequest: async (connectionId) => ({ connectionId }) as SignInRequest,
    },
    obtainServiceAccountGrant: async () => {
      if (world.serviceFailure) throw world.serviceFailure;
    },
    signIns: {
      listensAt: () => null,
      start({ connectionId }) {
        // As with a real one, the end of the sign-in before comes a while after the start of the next.
        const earlier = current;
        setImmediate(() => earlier?.fail('sign_in_replaced'));
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
          hasStrayAnswer: false,
          account: null,
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
    onChange: () => {
      world.changes += 1;
    },
  });
  const start = async (connectionId: string): Promise<Running> => {
    await desk.start(connectionId);
    return started.at(-1) as Running;
  };
  return { desk, start, world, started };
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

  test.each([true, false])('remembers whether it was to be as somebody else: %s', async (asSomebodyElse) => {
    const { desk, started } = createDesk();
    await desk.start('a', asSomebodyElse);
    started.at(-1)?.fail('authorization_denied');
    await settled();
    expect(desk.view().signInProblem).toMatchObject({ connectionId: 'a', asSomebodyElse });
  });

  test('that ended it stays', async () => {
    const fixture = createDesk();
    (await fixture.start('a')).fail('authorization_denied');
    await settled();
    expect(problemOf(fixture)).toBe('authorization_denied');
  });
});

describe('a service account that is asked for', () => {
  test('needs no browser, and what was wrong before is over', async () => {
    const { desk, world, started } = createDesk();
    desk.reportServiceAccount('wall', new AppError('client_rejected'));
    const before = world.changes;
    await desk.start('wall');
    expect(started).toEqual([]);
    expect(desk.view()).toEqual({ signIn: null, signInProblem: null });
    expect(world.changes).toBeGreaterThan(before);
  });

  test('and fails is a problem of its connection, and no failure of the request', async () => {
    const { desk, world } = createDesk();
    world.serviceFailure = new AppError('client_rejected');
    await desk.start('wall');
    expect(desk.view().signInProblem).toEqual({
      connectionId: 'wall',
      error: new AppError('client_rejected').toView(),
      asSomebodyElse: false,
    });
    world.serviceFailure = new TypeError('unforeseen');
    await desk.start('wall');
    expect(desk.view().signInProblem?.error).toEqual({
      code: 'internal',
      values: { reason: 'serviceAccount', kind: 'TypeError' },
    });
  });

  test('and got its grant later has no problem any more; that of another connection stays', () => {
    const { desk, world } = createDesk();
    desk.reportServiceAccount('wall', new AppError('client_rejected'));
    const before = world.changes;
    desk.clear('another');
    expect(desk.view().signInProblem?.connectionId).toBe('wall');
    expect(world.changes).toBe(before);
    desk.clear('wall');
    expect(desk.view().signInProblem).toBeNull();
    expect(world.changes).toBe(before + 1);
    desk.clear('wall');
    expect(world.changes).toBe(before + 1);
  });
});

describe('the sign-in under way', () => {
  test('is shown with its connection, its phase and its time', async () => {
    const { desk, start } = createDesk();
    expect(desk.view().signIn).toBeNull();
    await start('a');
    expect(desk.view().signIn).toEqual({
      connectionId: 'a',
      phase: 'preparing',
      startedAt: 0,
      deadline: 1,
      hasStrayAnswer: false,
      account: null,
    });
  });

  test('begins with what was wrong before forgotten, and each step is told', async () => {
    const fixture = createDesk();
    fixture.desk.report(await fixture.start('a'), noBrowser);
    const before = fixture.world.changes;
    const signIn = await fixture.start('b');
    expect(problemOf(fixture)).toBeNull();
    expect(fixture.world.changes).toBeGreaterThan(before);
    await settled();
    const beforeEnd = fixture.world.changes;
    signIn.succeed();
    await settled();
    expect(fixture.world.changes).toBe(beforeEnd + 1);
  });

  test('that ends in an unforeseen way says so without what the failing code held', async () => {
    const fixture = createDesk(() => {
      throw new TypeError('a secret');
    });
    (await fixture.start('a')).succeed();
    await settled();
    expect(fixture.desk.view().signInProblem?.error).toEqual({
      code: 'internal',
      values: { reason: 'signIn', kind: 'TypeError' },
    });
  });

  test('is none when there is none: nothing to cancel, to copy or to open again', async () => {
    const { desk } = createDesk();
    await desk.cancelFor(['a']);
    await desk.reopenBrowser();
    expect(() => desk.link()).toThrow(expect.objectContaining({ code: 'sign_in_cancelled' }));
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
