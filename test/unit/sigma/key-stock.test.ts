/** Keys that are derived ahead of need: counted, and quick, since Node's derivation is replaced. */
import { afterAll, beforeEach, expect, test, vi } from 'vitest';

// What others have loaded knows nothing of what is put in its place here, nor may they get it.
vi.hoisted(() => vi.resetModules());
afterAll(() => void vi.resetModules());

const derivations = vi.hoisted((): { salt: Buffer }[] => []);
const world = vi.hoisted(() => ({ failure: null as Error | null }));
vi.mock('node:crypto', async (original) => ({
  ...(await original<typeof import('node:crypto')>()),
  pbkdf2: (...given: unknown[]) => {
    const [, salt, iterations, keyBytes, digest, done] = given as [
      Buffer,
      Buffer,
      number,
      number,
      string,
      (error: Error | null, key: Buffer) => void,
    ];
    expect([iterations, keyBytes, digest]).toEqual([600_000, 32, 'sha256']);
    derivations.push({ salt });
    done(world.failure, Buffer.alloc(32));
  },
}));
const { createTokenEncryptor } = await import('../../../src/main/sigma/token-encryption.ts');

const saltOf = (encrypted: string) => encrypted.split('.')[0];

beforeEach(() => {
  derivations.length = 0;
  world.failure = null;
});

test('as many keys are derived as are wanted in stock, and none that are there already', () => {
  const encryptor = createTokenEncryptor('secret');
  encryptor.prepare(3);
  expect(derivations).toHaveLength(3);
  encryptor.prepare(2);
  encryptor.prepare(3);
  expect(derivations).toHaveLength(3);
  encryptor.prepare(4);
  expect(derivations).toHaveLength(4);
});

test('a token takes the oldest key in stock, and has one derived only when there is none', async () => {
  const encryptor = createTokenEncryptor('secret');
  encryptor.prepare(2);
  const salts = [saltOf(await encryptor.encrypt('token')), saltOf(await encryptor.encrypt('token'))];
  expect(derivations).toHaveLength(2);
  salts.push(saltOf(await encryptor.encrypt('token')));
  expect(derivations).toHaveLength(3);
  expect(salts).toEqual(derivations.map(({ salt }) => salt.toString('base64')));
});

test('a key that could not be derived fails the token that takes it, and nothing before', async () => {
  const unhandled: unknown[] = [];
  const listen = (reason: unknown) => void unhandled.push(reason);
  process.on('unhandledRejection', listen);
  try {
    const encryptor = createTokenEncryptor('secret');
    world.failure = new Error('no memory');
    encryptor.prepare(1);
    world.failure = null;
    await new Promise((resolve) => setImmediate(resolve));
    await new Promise((resolve) => setImmediate(resolve));
    expect(unhandled).toEqual([]);
    await expect(encryptor.encrypt('token')).rejects.toThrow('no memory');
    expect(await encryptor.encrypt('token')).toContain('.');
  } finally {
    process.off('unhandledRejection', listen);
  }
});
