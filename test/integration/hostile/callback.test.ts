/** What comes to the loopback listener (RFC 8252 section 7.3, RFC 6749 section 4.1.2, RFC 9207). */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { ErrorCode } from '../../../src/shared/errors.ts';
import {
  expectRefused,
  expectSignedIn,
  type HostileFixture,
  startHostileFixture,
  type Watched,
} from '../../support/hostile-fixture.ts';
import { json } from '../../support/hostile-server.ts';
import { arrive, sendBytes, type VisitOptions, visit } from '../../support/plain-browser.ts';

let fixture: HostileFixture;
beforeAll(async () => {
  fixture = await startHostileFixture();
});
afterAll(() => fixture.stop());

const portOf = ({ redirectUri }: Watched) => new URL(redirectUri).port;
const pathOf = ({ callback }: Watched) => callback.slice(new URL(callback).origin.length);
/** What a stranger would bring who knows nothing but the address. */
const foreign = { code: 'stolen-code', iss: 'https://evil.example' };

type Stranger = readonly [rule: string, status: number, bring: (watched: Watched) => Promise<number>];

const goTo =
  (address: (watched: Watched) => string, options: (watched: Watched) => VisitOptions = () => ({})) =>
  async (watched: Watched): Promise<number> => {
    const answer = await visit(address(watched), options(watched));
    // A page or plain text, and neither holds anything that was brought but an error in words.
    const type = answer.body.includes('<') ? 'text/html; charset=utf-8' : 'text/plain; charset=utf-8';
    if (answer.body !== '') expect(answer.headers['content-type']).toBe(type);
    const code = new URL(watched.callback).searchParams.get('code') ?? '';
    for (const brought of [watched.state, code, foreign.code]) expect(answer.body).not.toContain(brought);
    expect(answer.headers.location).toBeUndefined();
    return answer.status;
  };
const bring = (query: (watched: Watched) => Record<string, string>) =>
  goTo((watched) => watched.withQuery(query(watched)));
/** The right callback, told apart by one thing. */
const rightBut = (options: (watched: Watched) => VisitOptions) => goTo(({ callback }) => callback, options);
const bytes = (text: (watched: Watched) => string) => (watched: Watched) => sendBytes(portOf(watched), text(watched));
const hostLine = (watched: Watched) => `Host: ${new URL(watched.redirectUri).host}\r\n`;

const strangers: readonly Stranger[] = [
  ['a callback without state', 400, bring(() => foreign)],
  ['an empty state', 400, bring(() => ({ ...foreign, state: '' }))],
  ['a wrong state', 400, bring(() => ({ ...foreign, state: 'A'.repeat(43) }))],
  ['a state with a letter too many', 400, bring(({ state }) => ({ ...foreign, state: `${state}A` }))],
  ['a state with a letter too few', 400, bring(({ state }) => ({ ...foreign, state: state.slice(0, -1) }))],
  ['a state in other letters', 400, bring(({ state }) => ({ ...foreign, state: swapCase(state) }))],
  ['a state in space', 400, bring(({ state }) => ({ ...foreign, state: ` ${state} ` }))],
  ['a state followed by a null character', 400, bring(({ state }) => ({ ...foreign, state: `${state}\0` }))],
  ['a state given twice', 400, goTo(({ callback, state }) => `${callback}&state=${state}`)],
  ['a wrong state beside the right one', 400, goTo(({ callback }) => `${callback}&state=wrong`)],
  ['a state under the name of a list', 400, bring(({ state }) => ({ ...foreign, 'state[]': state }))],
  ['a state under a name in capitals', 400, bring(({ state }) => ({ ...foreign, STATE: state }))],
  ['a refusal without state', 400, bring(() => ({ error: 'access_denied' }))],
  ['nothing at all', 400, goTo(({ redirectUri }) => redirectUri)],
  ['a query of question marks', 400, goTo(({ redirectUri }) => `${redirectUri}????`)],

  ['POST', 405, rightBut(() => ({ method: 'POST', body: '' }))],
  [
    'POST with the parameters in a form (form_post)',
    405,
    goTo(
      ({ redirectUri }) => redirectUri,
      ({ callback }) => ({
        method: 'POST',
        headers: { 'content-type': 'application/x-www-form-urlencoded' },
        body: new URL(callback).search.slice(1),
      }),
    ),
  ],
  ['HEAD', 405, rightBut(() => ({ method: 'HEAD' }))],
  ['OPTIONS, as before a request across origins', 405, rightBut(() => ({ method: 'OPTIONS' }))],
  ['PUT', 405, rightBut(() => ({ method: 'PUT' }))],
  ['TRACE', 405, rightBut(() => ({ method: 'TRACE' }))],
  ['CONNECT', 0, bytes((watched) => `CONNECT ${pathOf(watched)} HTTP/1.1\r\n${hostLine(watched)}\r\n`)],
  ['an unknown method', 400, bytes((watched) => `SPY ${pathOf(watched)} HTTP/1.1\r\n${hostLine(watched)}\r\n`)],

  [
    'another name for this address (DNS rebinding)',
    421,
    rightBut((w) => ({ headers: { host: `evil.example:${portOf(w)}` } })),
  ],
  ['a name below localhost', 421, rightBut((w) => ({ headers: { host: `evil.localhost:${portOf(w)}` } }))],
  [
    'a name that begins like ours',
    421,
    rightBut((w) => ({ headers: { host: `localhost:${portOf(w)}.evil.example` } })),
  ],
  ['localhost with a dot', 421, rightBut((w) => ({ headers: { host: `localhost.:${portOf(w)}` } }))],
  ['the number of the address', 421, rightBut((w) => ({ headers: { host: `127.0.0.1:${portOf(w)}` } }))],
  ['no port', 421, rightBut(() => ({ headers: { host: 'localhost' } }))],
  ['another port', 421, rightBut(() => ({ headers: { host: 'localhost:1' } }))],
  ['an empty name', 421, bytes((watched) => `GET ${pathOf(watched)} HTTP/1.1\r\nHost:\r\n\r\n`)],
  ['no name, in HTTP/1.0', 421, bytes((watched) => `GET ${pathOf(watched)} HTTP/1.0\r\n\r\n`)],
  ['no name, in HTTP/1.1', 400, bytes((watched) => `GET ${pathOf(watched)} HTTP/1.1\r\n\r\n`)],
  [
    'two names',
    421,
    bytes((watched) => `GET ${pathOf(watched)} HTTP/1.1\r\n${hostLine(watched)}Host: evil.example\r\n\r\n`),
  ],
  [
    'another name behind X-Forwarded-Host',
    421,
    rightBut((w) => ({ headers: { host: 'evil.example', 'x-forwarded-host': `localhost:${portOf(w)}` } })),
  ],

  ['the root', 404, rightBut((watched) => ({ target: `/${new URL(watched.callback).search}` }))],
  ['a slash at the end', 404, rightBut((watched) => ({ target: pathOf(watched).replace('?', '/?') }))],
  ['a path in capitals', 404, rightBut((watched) => ({ target: pathOf(watched).replace('callback', 'Callback') }))],
  [
    'a path with an encoded letter',
    404,
    rightBut((watched) => ({ target: pathOf(watched).replace('/auth', '/%61uth') })),
  ],
  ['a path that turns back', 404, rightBut((watched) => ({ target: `/auth/..${pathOf(watched)}` }))],
  ['a path parameter', 404, rightBut((watched) => ({ target: pathOf(watched).replace('?', ';x=1?') }))],
  ['//evil before the path', 404, rightBut((watched) => ({ target: `//evil.example${pathOf(watched)}` }))],
  ['a second slash before the path', 404, rightBut((watched) => ({ target: `/${pathOf(watched)}` }))],
  ['backslashes', 400, rightBut((watched) => ({ target: pathOf(watched).replaceAll('/', '\\') }))],
  ['the absolute form of the target', 404, rightBut(({ callback }) => ({ target: callback }))],
  ['the absolute form of another server', 404, rightBut((w) => ({ target: `http://evil.example${pathOf(w)}` }))],
  ['the asterisk', 404, rightBut(() => ({ method: 'GET', target: '*' }))],
  ['the page, by guessing', 404, rightBut(() => ({ target: '/signed-in/AAAAAAAAAAAAAAAAAAAAAA' }))],
  ['the icon', 404, rightBut(() => ({ target: '/favicon.ico' }))],

  [
    'the parameters in a fragment',
    404,
    bytes((watched) => `GET ${pathOf(watched).replace('?', '#')} HTTP/1.1\r\n${hostLine(watched)}\r\n`),
  ],
  [
    'a fragment behind the state',
    400,
    bytes((watched) => {
      const target = watched
        .withQuery({ ...foreign, state: watched.state })
        .slice(new URL(watched.callback).origin.length);
      return `GET ${target}#top HTTP/1.1\r\n${hostLine(watched)}\r\n`;
    }),
  ],
  [
    'a query of 100 KB',
    431,
    bytes((w) => `GET ${pathOf(w)}&pad=${'y'.repeat(100_000)} HTTP/1.1\r\n${hostLine(w)}\r\n`),
  ],
  [
    'a header of 100 KB',
    431,
    bytes((w) => `GET ${pathOf(w)} HTTP/1.1\r\n${hostLine(w)}Cookie: ${'y'.repeat(100_000)}\r\n\r\n`),
  ],
  ['a null character in the target', 400, bytes((w) => `GET ${pathOf(w)}\0 HTTP/1.1\r\n${hostLine(w)}\r\n`)],
  ['an escape character in the target', 400, bytes((w) => `GET ${pathOf(w)}\x1b[2J HTTP/1.1\r\n${hostLine(w)}\r\n`)],
  ['encoded line breaks behind the state', 400, bring(({ state }) => ({ ...foreign, state: `${state}\r\n` }))],
  ['a TLS greeting', 400, bytes(() => '\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03\r\n\r\n')],
  ['an HTTP/2 greeting', 400, bytes(() => 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n')],
];

/** The letters of a base64url text, large ones small and small ones large. */
function swapCase(text: string): string {
  return text.replace(/[a-z]/gi, (letter) => (letter < 'a' ? letter.toLowerCase() : letter.toUpperCase()));
}

describe('is refused, changes nothing, and the sign-in goes on:', () => {
  test.each(strangers)('%s', async (_, status, visitAsStranger) => {
    const outcome = await fixture.attempt({
      browse: async (watched) => {
        const lines = watched.lines.length;
        expect(await visitAsStranger(watched)).toBe(status);
        expect(watched.signIn.phase()).toBe('waiting-for-browser');
        expect(watched.scene.as.received('/as/token')).toEqual([]);
        expect(watched.stored).toEqual([]);
        expect(watched.lines).toHaveLength(lines);
        await watched.arrive();
      },
    });
    expectSignedIn(outcome);
  });
});

type Ending = readonly [rule: string, code: ErrorCode, respond: (response: URLSearchParams) => void];

const endings: readonly Ending[] = [
  ['no code', 'authorization_response_invalid', (response) => response.delete('code')],
  ['an empty code', 'authorization_response_invalid', (response) => response.set('code', '')],
  [
    'the code twice',
    'authorization_response_invalid',
    (response) => response.append('code', response.get('code') ?? ''),
  ],
  ['another code besides', 'authorization_response_invalid', (response) => response.append('code', 'other')],
  ['code and error together', 'authorization_denied', (response) => response.set('error', 'access_denied')],
  ['two errors', 'authorization_response_invalid', twice('error', 'access_denied', 'server_error')],
  ['a JWT instead of parameters', 'authorization_response_invalid', (response) => response.set('response', 'e30.e30.')],
  ['an ID token', 'authorization_response_invalid', (response) => response.set('id_token', 'e30.e30.')],
  ['a token', 'authorization_response_invalid', (response) => response.set('token', 'token')],
  ['no issuer although one was promised', 'authorization_issuer_mismatch', (response) => response.delete('iss')],
  ['an empty issuer', 'authorization_issuer_mismatch', (response) => response.set('iss', '')],
  ['a wrong issuer', 'authorization_issuer_mismatch', (response) => response.set('iss', 'https://evil.example')],
  [
    'an issuer with a slash more',
    'authorization_issuer_mismatch',
    (response) => response.set('iss', `${response.get('iss')}/`),
  ],
  [
    'the origin as the issuer',
    'authorization_issuer_mismatch',
    (response) => response.set('iss', new URL(response.get('iss') ?? '').origin),
  ],
  [
    'an issuer in capitals',
    'authorization_issuer_mismatch',
    (response) => response.set('iss', (response.get('iss') ?? '').toUpperCase()),
  ],
  [
    'the issuer twice',
    'authorization_response_invalid',
    (response) => response.append('iss', response.get('iss') ?? ''),
  ],
  [
    'a wrong issuer besides',
    'authorization_response_invalid',
    (response) => response.append('iss', 'https://evil.example'),
  ],
  [
    'an error from another issuer',
    'authorization_issuer_mismatch',
    (response) => {
      response.set('iss', 'https://evil.example');
      response.set('error', 'access_denied');
    },
  ],
];

function twice(name: string, first: string, second: string) {
  return (response: URLSearchParams) => {
    response.append(name, first);
    response.append(name, second);
  };
}

describe('ends the sign-in, and no code is sent:', () => {
  test.each(endings)('%s', async (_, code, respond) => {
    const outcome = await fixture.attempt({ respond });
    expectRefused(outcome, code, false);
    expect(outcome.page?.body).toContain(`<code>${code}</code>`);
  });
});

describe('a code of strange letters', () => {
  test('reaches the token endpoint as one value and nothing else', async () => {
    const code = 'x&client_id=evil\r\nX-Injected: 1\0\u202e"<\u00e9';
    const outcome = await fixture.attempt({ respond: (response) => response.set('code', code), token: () => json400 });
    expect(outcome.error?.code).toBe('code_rejected');
    expect(outcome.tokenRequests).toHaveLength(1);
    expect(outcome.tokenRequests[0]?.form.getAll('code')).toEqual([code]);
    expect(outcome.tokenRequests[0]?.form.getAll('client_id')).toEqual(['sightglass']);
    expect(outcome.tokenRequests[0]?.text).not.toMatch(/^X-Injected/im);
  });
  const json400 = json({ error: 'invalid_grant' }, { status: 400 });
});

describe('a state that was used', () => {
  test('a callback brought twice is traded once', async () => {
    const outcome = await fixture.attempt({
      browse: async ({ callback, arrive: goOn }) => {
        const [first, second] = await Promise.all([visit(callback), visit(callback)]);
        expect([first.status, second.status]).toEqual([303, 303]);
        await goOn();
      },
    });
    expectSignedIn(outcome);
  });

  test('another code with the same state comes too late', async () => {
    const outcome = await fixture.attempt({
      browse: async ({ callback, arrive: goOn }) => {
        const others = Array.from({ length: 20 }, (_, index) => callback.replace(/code=[^&]+/, `code=other-${index}`));
        expect((await visit(callback)).status).toBe(303);
        await Promise.all(others.map((other) => visit(other)));
        await goOn();
      },
    });
    expectSignedIn(outcome);
  });

  test('a refusal with the same state comes too late', async () => {
    const outcome = await fixture.attempt({
      browse: async ({ callback, withQuery, state, arrive: goOn }) => {
        expect((await visit(callback)).status).toBe(303);
        await visit(withQuery({ error: 'access_denied', state }));
        await goOn();
      },
    });
    expectSignedIn(outcome);
  });

  test('while the last page is shown, a replay gets that page and nothing happens', async () => {
    const outcome = await fixture.attempt({
      browse: async ({ callback, signIn, arrive: goOn, saw }) => {
        await goOn();
        await signIn.result;
        const { page } = await arrive(callback.replace(/code=[^&]+/, 'code=replayed'));
        saw(page);
        expect(page.body).toContain('You are signed in');
      },
    });
    expectSignedIn(outcome);
  });

  test('the state of an earlier sign-in is refused by the next', async () => {
    const running = fixture.program();
    let earlier = '';
    expectSignedIn(
      await fixture.attempt(
        {
          browse: async ({ state, arrive: goOn }) => {
            earlier = state;
            await goOn();
          },
        },
        running,
      ),
    );
    const outcome = await fixture.attempt(
      {
        browse: async ({ withQuery, scene, arrive: goOn, state }) => {
          expect(state).not.toBe(earlier);
          expect((await visit(withQuery({ ...foreign, state: earlier }))).status).toBe(400);
          expect(scene.as.received('/as/token')).toEqual([]);
          await goOn();
        },
      },
      running,
    );
    expectSignedIn(outcome);
    await running.stop();
  });

  test('after a failure, the right code comes too late', async () => {
    const outcome = await fixture.attempt({
      browse: async ({ callback, withQuery, state, scene, signIn, arrive: goOn, saw }) => {
        await goOn(withQuery({ error: 'access_denied', state, iss: scene.issuer }));
        await signIn.result.catch(() => undefined);
        const { page } = await arrive(callback);
        saw(page);
        expect(page.body).toContain('Access was denied');
      },
    });
    expectRefused(outcome, 'authorization_denied', false);
  });

  test('after it was cancelled, the port is closed', async () => {
    let late = '';
    const outcome = await fixture.attempt({
      browse: async ({ callback }) => {
        late = callback;
      },
    });
    expectRefused(outcome, 'sign_in_cancelled', false);
    await expect(visit(late)).rejects.toMatchObject({ code: 'ECONNREFUSED' });
  });
});

describe('what the server says is shown as text', () => {
  const said = async (description: string, error = 'access_denied') => {
    const outcome = await fixture.attempt({
      respond: (response) => {
        response.delete('code');
        response.set('error', error);
        response.set('error_description', description);
      },
    });
    const { page } = outcome;
    expectRefused(outcome, error === 'access_denied' ? 'authorization_denied' : 'authorization_failed', false);
    expect(page?.status).toBe(200);
    expect(page?.headers['content-type']).toBe('text/html; charset=utf-8');
    expect(page?.headers['content-security-policy']).toMatch(/^default-src 'none'; style-src 'sha256-[^']+'; /);
    return { message: outcome.error?.message ?? '', body: page?.body ?? '' };
  };

  test('markup in a description', async () => {
    const { message, body } = await said(`</p><img src=x onerror="alert('1')"><script>alert(2)</script>`);
    expect(message).toContain('<img src=x');
    expect(body).toContain('&lt;/p&gt;&lt;img src=x onerror=&quot;alert(&#39;1&#39;)&quot;&gt;&lt;script&gt;');
    expect(body).not.toMatch(/<img|<script|onerror="/);
  });

  test('markup in an error', async () => {
    const { message, body } = await said('', '<script>alert(1)</script>');
    expect(message).toContain('<script>');
    expect(body).not.toContain('<script');
  });

  test('control characters, line breaks and turned letters in a description', async () => {
    const { message, body } = await said('a\0b\r\nc\x1b[31md\u202ee\u2066f\u200bg\u2028h\x7fi');
    expect(message).toBe('a b c [31md e f g h i (access_denied)');
    expect(body).toContain(message);
  });

  test('a description of 20 KB is cut short', async () => {
    const outcome = await fixture.attempt({
      browse: ({ withQuery, state, scene, arrive: goOn }) =>
        goOn(withQuery({ error: 'x', error_description: 'long '.repeat(4_000), state, iss: scene.issuer })),
    });
    expectRefused(outcome, 'authorization_failed', false);
    expect(outcome.error?.message.length).toBeLessThan(700);
  });

  test.each(['__proto__', 'constructor', 'toString'])('an error called %s is like any unknown one', async (error) => {
    expect((await said('hm', error)).message).toBe(`hm (${error})`);
  });

  test('a description that repeats what it was sent', async () => {
    const outcome = await fixture.attempt({
      browse: async ({ withQuery, state, scene, arrive: goOn }) =>
        goOn(
          withQuery({
            error: 'invalid_request',
            error_description: `state=${state} and ${state} and nonce ${scene.nonce()}`,
            state,
            iss: scene.issuer,
          }),
        ),
      scopes: ['openid'],
    });
    expectRefused(outcome, 'authorization_invalid_request', false);
  });
});
