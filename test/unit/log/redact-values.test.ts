/** Values of every kind on their way into the log. */
import { describe, expect, test } from 'vitest';
import { REDACTED, redactValue } from '../../../src/main/log/redact.ts';

/** Too short and plain to be known by its shape. */
const SECRET = 'hunter2';

describe('values of every kind', () => {
  test('errors with their causes, addresses, dates, bytes, circles', () => {
    const circle: Record<string, unknown> = {
      at: new Date(0),
      bytes: Buffer.from(SECRET),
      url: new URL('https://h/?token=x'),
    };
    circle.self = circle;
    circle.error = new Error('outer', { cause: Object.assign(new Error(`?code=${SECRET}`), { code: 'ENOENT' }) });
    expect(redactValue(circle)).toEqual({
      at: '1970-01-01T00:00:00.000Z',
      bytes: '[7 bytes]',
      url: `https://h/?token=${REDACTED}`,
      self: '[left out]',
      error: {
        name: 'Error',
        message: 'outer',
        cause: { name: 'Error', message: `?code=${REDACTED}`, errorCode: 'ENOENT' },
      },
    });
  });
});

describe('values have limits', () => {
  const nested = (levels: number, wrap: (inner: unknown) => unknown): unknown => {
    let value: unknown = 'bottom';
    for (let level = 0; level < levels; level += 1) value = wrap(value);
    return value;
  };
  test.each([
    ['objects', (inner: unknown) => ({ below: inner })],
    ['lists', (inner: unknown) => [inner]],
  ])('eight levels of %s are shown, and the ninth is left out', (_name, wrap) => {
    expect(JSON.stringify(redactValue(nested(8, wrap)))).toContain('bottom');
    const shown = JSON.stringify(redactValue(nested(9, wrap)));
    expect(shown).toContain('[left out]');
    expect(shown).not.toContain('bottom');
  });

  test('one thing in two places is no circle', () => {
    const one = { a: 1 };
    expect(redactValue({ first: one, second: one, list: [one, one] })).toEqual({
      first: { a: 1 },
      second: { a: 1 },
      list: [{ a: 1 }, { a: 1 }],
    });
  });

  test('two hundred items and fields, and sixteen thousand letters', () => {
    expect(redactValue(Array.from({ length: 300 }, (_, index) => index))).toHaveLength(200);
    const fields = Object.fromEntries(Array.from({ length: 300 }, (_, index) => [`f${index}`, index]));
    expect(Object.keys(redactValue(fields) as object)).toHaveLength(200);
    expect(redactValue('a '.repeat(20_000))).toHaveLength(16_384);
    expect(redactValue(new URL(`https://h/?${'a=1&'.repeat(5_000)}`))).toHaveLength(16_384);
  });

  test('what has no form in JSON gets one, or is left out', () => {
    expect(redactValue([1n, Number.NaN, true, null, undefined, () => 1, Symbol('x'), new Date(Number.NaN)])).toEqual([
      '1',
      Number.NaN,
      true,
      null,
      undefined,
      undefined,
      undefined,
      null,
    ]);
    expect(redactValue([new ArrayBuffer(3), new Uint16Array(2), new URLSearchParams({ token: 'x', a: '1' })])).toEqual([
      '[3 bytes]',
      '[4 bytes]',
      `token=${REDACTED}&a=1`,
    ]);
  });
});

describe('a field with a telling name', () => {
  test('hides our own codes too, unless it is called code', () => {
    expect(redactValue({ token: 'offline', code: 'offline', authCode: 'offline' })).toEqual({
      token: REDACTED,
      code: 'offline',
      authCode: REDACTED,
    });
  });

  test('hides numbers, and shows what says only whether there is a secret', () => {
    expect(redactValue({ password: 1234, code: 1, state: 2, token: 0 })).toEqual({
      password: REDACTED,
      code: 1,
      state: REDACTED,
      token: REDACTED,
    });
    const empty = { secret: '', token: null, password: undefined, passphrase: false };
    expect(redactValue(empty)).toEqual(empty);
    expect(redactValue({ code: 'abc' })).toEqual({ code: REDACTED });
    expect(redactValue({ code: ['offline'] })).toEqual({ code: REDACTED });
  });
});

describe('an error', () => {
  test.each([
    ['ENOENT', 'ENOENT'],
    ['ERR_TLS_CERT_ALTNAME_INVALID', 'ERR_TLS_CERT_ALTNAME_INVALID'],
    ['offline', 'offline'],
    ['xK7 SECRET_LIKE_THIS', undefined],
    ['offline/7Q', undefined],
    ['7ENOENT', undefined],
    ['ENOENT 7Q', undefined],
    ['7Q/offline', undefined],
    [true, undefined],
    [undefined, undefined],
    ['EX', undefined],
    [42, undefined],
  ])('with the code %j is logged with %j', (code, errorCode) => {
    const error = Object.assign(new Error('x'), { code });
    expect(redactValue(error)).toStrictEqual({ name: 'Error', message: 'x', ...(errorCode && { errorCode }) });
  });
});
