/** In which order keys are derived; Node's derivation is replaced by one that the test ends. */
import { afterAll, beforeEach, expect, test, vi } from 'vitest';

// What others have loaded knows nothing of what is put in its place here, nor may they get it.
vi.hoisted(() => vi.resetModules());
afterAll(() => void vi.resetModules());

interface Running {
  readonly secret: string;
  end(error?: Error): void;
}
const running = vi.hoisted((): Running[] => []);
vi.mock('node:crypto', async (original) => ({
  ...(await original<typeof import('node:crypto')>()),
  pbkdf2: (secret: Buffer, ...given: unknown[]) => {
    const done = given.at(-1) as (error: Error | null, key: Buffer) => void;
    running.push({
      secret: secret.toString('utf8'),
      end: (error) => {
        running.shift();
        done(error ?? null, Buffer.alloc(32, secret));
      },
    });
  },
}));
const { createTokenEncryptor } = await import('../../../src/main/sigma/token-encryption.ts');
const { deriveInTurn } = await import('../../../src/main/sigma/key-derivation.ts');

const salt = Buffer.alloc(16);
const secrets = () => running.map(({ secret }) => secret);

/** Ends one derivation after the other. @returns whose they were */
function endAll(): string[] {
  const ended: string[] = [];
  for (let [one] = running; one; [one] = running) {
    ended.push(one.secret);
    one.end();
  }
  return ended;
}

beforeEach(() => {
  endAll();
});

test('one at a time, over all profiles', () => {
  createTokenEncryptor('a').prepare(3);
  createTokenEncryptor('b').prepare(3);
  const seen = new Set<number>();
  const ended: string[] = [];
  for (let [one] = running; one; [one] = running) {
    seen.add(running.length);
    ended.push(one.secret);
    one.end();
  }
  expect([...seen]).toEqual([1]);
  expect(ended).toEqual(['a', 'a', 'a', 'b', 'b', 'b']);
});

test('a key that somebody waits for comes before those that are made ahead of need', async () => {
  createTokenEncryptor('ahead').prepare(6);
  const sealed = Promise.all([1, 2].map(() => createTokenEncryptor('needed').encrypt('token')));
  expect(secrets()).toEqual(['ahead']);
  expect(endAll()).toEqual(['ahead', 'needed', 'needed', 'ahead', 'ahead', 'ahead', 'ahead', 'ahead']);
  expect(await sealed).toHaveLength(2);
});

test('a key that is made ahead of need is hurried when its token comes', async () => {
  createTokenEncryptor('other').prepare(3);
  const encryptor = createTokenEncryptor('mine');
  encryptor.prepare(2);
  const sealed = encryptor.encrypt('token');
  expect(endAll()).toEqual(['other', 'mine', 'other', 'other', 'mine']);
  expect(await sealed).toContain('.');
});

test('one that fails does not hold up those after it', async () => {
  const first = deriveInTurn('first', salt);
  const second = deriveInTurn('second', salt);
  running[0]?.end(new Error('no memory'));
  await expect(first.key).rejects.toThrow('no memory');
  expect(endAll()).toEqual(['second']);
  expect(await second.key).toEqual(Buffer.alloc(32, 'second'));
});
