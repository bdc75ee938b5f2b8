import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import net, { type AddressInfo, connect, createServer as createTcpServer, type Socket } from 'node:net';
import tls, { rootCertificates } from 'node:tls';
import { gzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { createFetch, type FetchOptions } from '../../../src/main/net/fetch.ts';
import { systemTrust } from '../../../src/main/net/system-trust.ts';
import { AppError } from '../../../src/shared/errors.ts';
import { authority, certificate, key } from '../../support/inspection.ts';

const MIB = 1024 * 1024;
let server: Server;
let origin: string;
let answer: (request: IncomingMessage, response: ServerResponse) => void;
let closers: (() => Promise<unknown>)[] = [];

async function listening(handler: typeof answer): Promise<[Server, string]> {
  const created = createServer(handler).listen(0, '127.0.0.1');
  await once(created, 'listening');
  closers.push(async () => {
    created.closeAllConnections();
    await new Promise((resolve) => created.close(resolve));
  });
  return [created, `127.0.0.1:${(created.address() as AddressInfo).port}`];
}

function open(options: Partial<FetchOptions> = {}) {
  const fetch = createFetch({ allowLoopbackHttp: true, ...options });
  closers.push(fetch.close);
  return fetch;
}

beforeEach(async () => {
  let host: string;
  [server, host] = await listening((request, response) => answer(request, response));
  origin = `http://${host}`;
});
afterEach(async () => {
  for (const close of closers) await close();
  closers = [];
});

describe('a request', () => {
  test('brings status, headers and text; a form arrives as a form', async () => {
    answer = async (request, response) => {
      let body = '';
      for await (const chunk of request) body += chunk;
      response.writeHead(201, { 'x-seen': `${request.method} ${request.headers['content-type']}` }).end(body);
    };
    const response = await open()(origin, { method: 'POST', body: new URLSearchParams({ a: 'b c' }) });
    expect(response.status).toBe(201);
    expect(response.headers.get('x-seen')).toBe('POST application/x-www-form-urlencoded;charset=UTF-8');
    expect(await response.text()).toBe('a=b+c');
  });

  test('is never redirected', async () => {
    let asked = 0;
    answer = (_, response) => {
      asked += 1;
      response.writeHead(302, { location: `${origin}/next` }).end();
    };
    const response = await open()(origin, { redirect: 'follow' });
    expect(response.status).toBe(302);
    expect(asked).toBe(1);
  });

  test('that is answered in many pieces brings them in their order', async () => {
    const pieces = Array.from({ length: 20 }, (_, index) => `piece ${index};`);
    answer = async (_, response) => {
      for (const piece of pieces) {
        // The next one is sent when this one has gone out, so that they stay pieces.
        await new Promise((resolve) => response.write(piece, resolve));
        await new Promise((resolve) => setImmediate(resolve));
      }
      response.end();
    };
    expect(await (await open()(origin)).text()).toBe(pieces.join(''));
  });

  test('may have no body to answer', async () => {
    answer = (_, response) => response.writeHead(204).end();
    expect(await (await open()(origin)).text()).toBe('');
  });

  test.each<[string, string, Buffer, number]>([
    ['words in the encoding of its country', '403', Buffer.from('Acc\xe8s refus\xe9', 'latin1'), 403],
    ['words beyond Latin letters', '403', Buffer.from('拒否されました'), 403],
    ['a status that HTTP does not have', '999', Buffer.from('Request denied'), 500],
  ])('may be answered with %s', async (_, status, words, expected) => {
    const raw = createTcpServer((socket) => {
      const head = [Buffer.from(`HTTP/1.1 ${status} `), words, Buffer.from('\r\ncontent-length: 3\r\n\r\nNo.')];
      socket.once('data', () => socket.end(Buffer.concat(head)));
    }).listen(0, '127.0.0.1');
    await once(raw, 'listening');
    closers.push(() => new Promise((resolve) => raw.close(resolve)));
    const response = await open()(`http://127.0.0.1:${(raw.address() as AddressInfo).port}`);
    expect(response.status).toBe(expected);
    expect(await response.text()).toBe('No.');
  });

  test('goes only to addresses that are secure', async () => {
    const fetch = open({ allowLoopbackHttp: false });
    await expect(fetch(origin)).rejects.toMatchObject({ code: 'insecure_server' });
  });
});

describe('an answer that is too large', () => {
  test('up to a mebibyte is none', async () => {
    answer = (_, response) => response.end(Buffer.alloc(MIB, 'a'));
    expect((await (await open()(origin)).text()).length).toBe(MIB);
  });

  test('is cut off, and so is one without end', async () => {
    const gone = new Promise<void>((resolve) => {
      answer = (_, response) => {
        const more = () => {
          while (!response.destroyed && response.write(Buffer.alloc(65_536, 'a')));
        };
        response.on('drain', more);
        response.on('close', resolve);
        more();
      };
    });
    await expect(open()(origin)).rejects.toMatchObject({ code: 'response_too_large' });
    await gone;
  });

  test('is noticed behind compression', async () => {
    answer = (_, response) =>
      response.writeHead(200, { 'content-encoding': 'gzip' }).end(gzipSync(Buffer.alloc(64 * MIB)));
    await expect(open()(origin)).rejects.toMatchObject({ code: 'response_too_large' });
  });
});

test('each address of a far server has more time than Node gives it, also behind a proxy', async () => {
  const asked = vi.spyOn(net, 'connect');
  try {
    answer = (_, response) => response.end('far');
    await open()(origin);
    const behind = open({ resolveProxy: async () => `PROXY ${new URL(origin).host}` });
    await expect(behind('https://dbc.example/token')).rejects.toMatchObject({ code: 'offline' });
    const times = asked.mock.calls.map(([how]) => Reflect.get(Object(how), 'autoSelectFamilyAttemptTimeout'));
    expect(times).toEqual([1_500, 1_500]);
  } finally {
    asked.mockRestore();
  }
});

describe('a server that cannot be reached', () => {
  test('has no server listening', async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
    await expect(open()(`${origin}/secret?code=x`)).rejects.toMatchObject({
      code: 'offline',
      message: `${new URL(origin).host} could not be reached (ECONNREFUSED).`,
    });
  });

  test('hangs up', async () => {
    answer = (request) => request.socket.destroy();
    await expect(open()(origin)).rejects.toMatchObject({ code: 'offline' });
  });

  test('stops in the middle of its answer', async () => {
    answer = (request, response) => {
      response.writeHead(200, { 'content-length': '100' });
      response.write('half', () => request.socket.destroy());
    };
    await expect(open()(origin)).rejects.toMatchObject({ code: 'offline' });
  });

  test('never answers, or never finishes', async () => {
    const fetch = open({ timeouts: { request: 100 } });
    answer = () => undefined;
    await expect(fetch(origin)).rejects.toMatchObject({ code: 'offline', message: expect.stringContaining('in time') });
    answer = (_, response) => void response.writeHead(200).write('x');
    await expect(fetch(origin)).rejects.toMatchObject({ code: 'offline', message: expect.stringContaining('in time') });
  });

  test('does not speak TLS', async () => {
    await expect(open()(origin.replace('http:', 'https:'))).rejects.toMatchObject({ code: 'tls_untrusted' });
  });

  test('is let go when the caller gives up, for whatever reason', async () => {
    const aborter = new AbortController();
    const reason = new Error('A reason of the caller.');
    answer = () => aborter.abort(reason);
    await expect(open()(origin, { signal: aborter.signal })).rejects.toBe(reason);
  });

  test('is let go when the caller gives up, for the reason that the caller has', async () => {
    const aborter = new AbortController();
    answer = () => aborter.abort(new AppError('sign_in_cancelled', { reason: 'byPerson' }));
    await expect(open()(origin, { signal: aborter.signal })).rejects.toMatchObject({ code: 'sign_in_cancelled' });
    await expect(open()(origin, { signal: aborter.signal })).rejects.toMatchObject({ code: 'sign_in_cancelled' });
  });
});

describe('a server behind an authority that Node does not know', () => {
  let inspected: string;
  let connections = 0;
  let bodies: string[] = [];
  beforeEach(async () => {
    connections = 0;
    bodies = [];
    const server = createTlsServer({ cert: certificate, key }, async (request, response) => {
      let body = '';
      for await (const chunk of request) body += chunk;
      bodies.push(body);
      response.end('trusted');
    });
    server.on('connection', () => {
      connections += 1;
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    closers.push(async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    });
    inspected = `https://localhost:${(server.address() as AddressInfo).port}`;
  });

  test('is trusted once the system vouches for it, and is asked once', async () => {
    const fetch = open({ extraCertificates: [authority] });
    const answers = await Promise.all(
      ['one', 'two'].map((body) => fetch(inspected, { method: 'POST', body }).then((answer) => answer.text())),
    );
    expect(answers).toEqual(['trusted', 'trusted']);
    expect(bodies.sort()).toEqual(['one', 'two']);
    const before = connections;
    expect(await (await fetch(inspected, { method: 'POST', body: 'three' })).text()).toBe('trusted');
    expect(bodies).toHaveLength(3);
    // No more of the connections that end in distrust.
    expect(connections - before).toBeLessThanOrEqual(1);
  });

  describe('and an environment that asks for no certificates', () => {
    const name = 'NODE_TLS_REJECT_UNAUTHORIZED';
    const before = process.env[name];
    beforeEach(() => {
      process.env[name] = '0';
    });
    afterEach(() => {
      if (before === undefined) delete process.env[name];
      else process.env[name] = before;
    });
    const secret = { method: 'POST', body: 'refresh_token=one' };

    test('is refused all the same, directly and through a proxy', async () => {
      await expect(open()(inspected, secret)).rejects.toMatchObject({ code: 'tls_untrusted' });
      const [proxy, address] = await listening((_, response) => response.end());
      proxy.on('connect', (_request: IncomingMessage, socket: Socket) => {
        const onward = connect(Number(new URL(inspected).port), '127.0.0.1', () => {
          socket.write('HTTP/1.1 200 OK\r\n\r\n');
          onward.pipe(socket).pipe(onward);
        });
        for (const end of [socket, onward]) end.on('error', () => undefined);
      });
      const behind = open({ resolveProxy: async () => `PROXY ${address}` });
      await expect(behind(inspected.replace('localhost', 'localhost.'), secret)).rejects.toMatchObject({
        code: 'tls_untrusted',
      });
      expect(bodies).toEqual([]);
    });

    test('is refused as a proxy too', async () => {
      const behind = open({ resolveProxy: async () => `HTTPS ${new URL(inspected).host}` });
      await expect(behind('https://dbc.example/token', secret)).rejects.toMatchObject({ code: 'tls_untrusted' });
      expect(bodies).toEqual([]);
    });
  });

  test('is refused where it speaks an older TLS than 1.2', async () => {
    const before = tls.DEFAULT_MIN_VERSION;
    tls.DEFAULT_MIN_VERSION = 'TLSv1';
    try {
      const old = createTlsServer(
        { cert: certificate, key, minVersion: 'TLSv1', maxVersion: 'TLSv1.1', ciphers: 'ALL@SECLEVEL=0' },
        (_, response) => response.end('old'),
      ).listen(0, '127.0.0.1');
      await once(old, 'listening');
      closers.push(() => new Promise((resolve) => old.close(resolve)));
      const { port } = old.address() as AddressInfo;
      const fetch = open({ extraCertificates: [authority] });
      await expect(fetch(`https://localhost:${port}`)).rejects.toMatchObject({
        code: 'tls_untrusted',
        message: expect.stringMatching(/PROTOCOL_VERSION|UNSUPPORTED_PROTOCOL/),
      });
    } finally {
      tls.DEFAULT_MIN_VERSION = before;
    }
  });

  test('is refused where none does', async () => {
    await expect(open()(inspected)).rejects.toMatchObject({
      code: 'tls_untrusted',
      message: expect.stringMatching(/UNABLE_TO_|SELF_SIGNED/),
    });
    expect(bodies).toEqual([]);
  });

  test('is refused at once when there is no more to trust, and always after the second look', async () => {
    const thereIsMore = (await systemTrust([])) !== null;
    const fetch = open();
    for (const _ of [1, 2]) await expect(fetch(inspected)).rejects.toMatchObject({ code: 'tls_untrusted' });
    expect(connections).toBe(thereIsMore ? 3 : 2);
  });

  test('is tried once more, and no oftener, when the further authorities do not know it either', async () => {
    const fetch = open({ extraCertificates: rootCertificates.slice(0, 1) });
    await expect(fetch(inspected)).rejects.toMatchObject({ code: 'tls_untrusted' });
    expect(connections).toBe(2);
    await expect(fetch(inspected)).rejects.toMatchObject({ code: 'tls_untrusted' });
    expect(connections).toBe(3);
  });

  test('does not make another request go out twice that fails in the meantime', async () => {
    let asked = 0;
    let hangUp: () => void = () => undefined;
    const arrived = new Promise<void>((resolve) => {
      answer = (request) => {
        asked += 1;
        hangUp = () => request.socket.destroy();
        resolve();
      };
    });
    const fetch = open({ extraCertificates: [authority] });
    const other = fetch(origin, { method: 'POST', body: 'x' });
    await arrived;
    await fetch(inspected);
    hangUp();
    await expect(other).rejects.toMatchObject({ code: 'offline' });
    expect(asked).toBe(1);
  });

  test('is asked directly where the proxy script says so', async () => {
    const fetch = open({ resolveProxy: async () => 'DIRECT' });
    const outside = inspected.replace('localhost', '[::ffff:127.0.0.1]');
    await expect(fetch(outside)).rejects.toMatchObject({ code: 'tls_untrusted' });
    expect(connections).toBeGreaterThan(0);
  });

  test('is not trusted where what should vouch for it cannot be read, and may be when it is met again', async () => {
    const certificates = [null as unknown as string];
    const fetch = open({ extraCertificates: certificates });
    await expect(fetch(inspected)).rejects.toMatchObject({ code: 'tls_untrusted' });
    certificates[0] = authority;
    expect(await (await fetch(inspected, { method: 'POST', body: 'x' })).text()).toBe('trusted');
    expect(bodies).toEqual(['x']);
  });

  test('is refused under another name, also when a trusted authority signed its certificate', async () => {
    const other = inspected.replace('localhost', '[::ffff:127.0.0.1]');
    await expect(open({ extraCertificates: [authority] })(other)).rejects.toMatchObject({ code: 'tls_untrusted' });
    expect(bodies).toEqual([]);
  });

  test('is trusted through a proxy too', async () => {
    const [proxy, address] = await listening((_, response) => response.end());
    proxy.on('connect', (_request: IncomingMessage, socket: Socket) => {
      const { port } = new URL(inspected);
      const onward = connect(Number(port), '127.0.0.1', () => {
        socket.write('HTTP/1.1 200 OK\r\n\r\n');
        onward.pipe(socket).pipe(onward);
      });
      for (const end of [socket, onward]) end.on('error', () => undefined);
    });
    const fetch = open({ resolveProxy: async () => `PROXY ${address}`, extraCertificates: [authority] });
    // A name that is not this computer's, so that the proxy is asked, and that the certificate knows.
    const outside = inspected.replace('localhost', 'localhost.');
    expect(await (await fetch(outside, { method: 'POST', body: 'x' })).text()).toBe('trusted');
    expect(bodies).toEqual(['x']);
  });
});

describe('a proxy', () => {
  test('is asked for every other computer, by host alone', async () => {
    const [proxy, address] = await listening((_, response) => response.end());
    const connects: (string | undefined)[] = [];
    proxy.on('connect', (request: IncomingMessage, socket: Socket) => {
      connects.push(request.url);
      socket.end('HTTP/1.1 403 Forbidden\r\n\r\n');
    });
    const resolved: string[] = [];
    const fetch = open({
      resolveProxy: async (url) => {
        resolved.push(url);
        return `PROXY ${address}; DIRECT`;
      },
    });
    await expect(fetch('https://dbc.example/oidc?code=x')).rejects.toMatchObject({ code: 'proxy_unusable' });
    expect(resolved).toEqual(['https://dbc.example/']);
    expect(connects).toEqual(['dbc.example:443']);
  });

  describe('that cannot be reached', () => {
    let inspected: string;
    let bodies: string[];
    let asked: string[];
    let hangsUp: boolean;
    beforeEach(async () => {
      bodies = [];
      asked = [];
      hangsUp = false;
      const target = createTlsServer({ cert: certificate, key }, async (request, response) => {
        let body = '';
        for await (const chunk of request) body += chunk;
        bodies.push(body);
        if (hangsUp) request.socket.destroy();
        else response.end('reached');
      }).listen(0, '127.0.0.1');
      await once(target, 'listening');
      closers.push(async () => {
        target.closeAllConnections();
        await new Promise((resolve) => target.close(resolve));
      });
      inspected = `https://localhost.:${(target.address() as AddressInfo).port}`;
    });

    /** A proxy that leads to the server; `act` may do something else with a tunnel first. */
    async function proxyNamed(name: string, act?: (socket: Socket) => void): Promise<string> {
      const [proxy, address] = await listening((_, response) => response.end());
      proxy.on('connect', (_request: IncomingMessage, socket: Socket) => {
        asked.push(name);
        socket.on('error', () => undefined);
        if (act) return act(socket);
        const onward = connect(Number(new URL(inspected).port), '127.0.0.1', () => {
          socket.write('HTTP/1.1 200 OK\r\n\r\n');
          onward.pipe(socket).pipe(onward);
        });
        onward.on('error', () => undefined);
      });
      return address;
    }

    const post = { method: 'POST', body: 'refresh_token=one' };
    const openBehind = (answer: string, more: Partial<FetchOptions> = {}) =>
      open({ resolveProxy: async () => answer, extraCertificates: [authority], ...more });

    test.each(['127.0.0.1:1', 'no-such-host.invalid:3128'])('is followed by the next one (%s)', async (dead) => {
      const fetch = openBehind(`PROXY ${dead}; PROXY ${await proxyNamed('second')}; DIRECT`);
      expect(await (await fetch(inspected, post)).text()).toBe('reached');
      expect(bodies).toEqual(['refresh_token=one']);
      expect(new Set(asked)).toEqual(new Set(['second']));
    });

    test('is followed by the next one when it hangs up on the first word', async () => {
      const first = await proxyNamed('first', (socket) => socket.destroy());
      const fetch = openBehind(`PROXY ${first}; PROXY ${await proxyNamed('second')}`);
      expect(await (await fetch(inspected, post)).text()).toBe('reached');
      expect(bodies).toEqual(['refresh_token=one']);
    });

    test('is followed by the direct way where the script says so, and is not tried again at once', async () => {
      const first = await proxyNamed('first', (socket) => socket.destroy());
      let now = 0;
      const fetch = openBehind(`PROXY ${first}; DIRECT`, { uptime: () => now });
      // A name of this computer that the rule for it does not know; the certificate does not either, which shows that
      // the server was reached.
      const outside = inspected.replace('localhost.', '[::ffff:127.0.0.1]');
      const reached = { code: 'tls_untrusted', message: expect.stringContaining('ERR_TLS_CERT_ALTNAME_INVALID') };
      for (const _ of [1, 2, 3]) await expect(fetch(outside, post)).rejects.toMatchObject(reached);
      expect(asked).toEqual(['first']);
      now += 5 * 60_000;
      await expect(fetch(outside, post)).rejects.toMatchObject(reached);
      expect(asked).toEqual(['first', 'first']);
    });

    test('is the reason in the end when there is no other way', async () => {
      await expect(openBehind('PROXY 127.0.0.1:1; PROXY 127.0.0.1:2')(inspected, post)).rejects.toMatchObject({
        code: 'offline',
        message: expect.stringContaining('ECONNREFUSED'),
      });
    });

    test('is another thing than one that says no', async () => {
      const first = await proxyNamed('first', (socket) => socket.end('HTTP/1.1 403 Forbidden\r\n\r\n'));
      const fetch = openBehind(`PROXY ${first}; PROXY ${await proxyNamed('second')}; DIRECT`);
      await expect(fetch(inspected, post)).rejects.toMatchObject({
        code: 'proxy_unusable',
        values: { reason: 'refused', host: new URL(inspected).host, status: '403' },
      });
      expect([asked, bodies]).toEqual([['first'], []]);
    });

    test('that cannot reach the server says so', async () => {
      const first = await proxyNamed('first', (socket) => socket.end('HTTP/1.1 502 Bad Gateway\r\n\r\n'));
      await expect(openBehind(`PROXY ${first}`)(inspected, post)).rejects.toMatchObject({
        code: 'offline',
        message: expect.stringContaining('PROXY_ANSWERED_502'),
      });
    });

    test('is another thing than one that asks for a password, which is said', async () => {
      const first = await proxyNamed('first', (socket) =>
        socket.end('HTTP/1.1 407 Proxy Authentication Required\r\nProxy-Authenticate: Basic realm="x"\r\n\r\n'),
      );
      const fetch = openBehind(`PROXY ${first}; PROXY ${await proxyNamed('second')}; DIRECT`);
      await expect(fetch(inspected, post)).rejects.toMatchObject({
        code: 'proxy_unusable',
        values: { reason: 'password', host: new URL(inspected).host },
      });
      expect([asked, bodies]).toEqual([['first'], []]);
    });

    test('is another thing than a server that hangs up: it may have taken the request, so that it is not sent again', async () => {
      hangsUp = true;
      const fetch = openBehind(`PROXY ${await proxyNamed('first')}; PROXY ${await proxyNamed('second')}; DIRECT`);
      await expect(fetch(inspected, post)).rejects.toMatchObject({ code: 'offline' });
      expect(bodies).toEqual(['refresh_token=one']);
      expect(asked).not.toContain('second');
    });

    test('is another thing than a server that is not trusted', async () => {
      const fetch = openBehind(`PROXY ${await proxyNamed('first')}; PROXY ${await proxyNamed('second')}`, {
        extraCertificates: [],
      });
      await expect(fetch(inspected, post)).rejects.toMatchObject({ code: 'tls_untrusted' });
      expect(asked).not.toContain('second');
    });

    test('is not replaced by going around a kind of proxy that cannot be used', async () => {
      const fetch = openBehind('SOCKS5 127.0.0.1:1080; DIRECT');
      await expect(fetch(inspected, post)).rejects.toMatchObject({
        code: 'proxy_unusable',
        message: expect.stringContaining('SOCKS5 127.0.0.1:1080'),
      });
      expect(bodies).toEqual([]);
    });
  });

  test('is never asked for this computer', async () => {
    answer = (_, response) => response.end('direct');
    const fetch = open({ resolveProxy: () => Promise.reject(new Error('asked')) });
    expect(await (await fetch(origin)).text()).toBe('direct');
  });
});

test('a proxy script that never answers is covered by the time limit, and let go with the caller', async () => {
  const resolveProxy = () => new Promise<string>(() => undefined);
  await expect(open({ resolveProxy, timeouts: { request: 50 } })('https://dbc.example/')).rejects.toMatchObject({
    code: 'offline',
    message: expect.stringContaining('in time'),
  });
  const aborter = new AbortController();
  const asked = open({ resolveProxy })('https://dbc.example/', { signal: aborter.signal });
  aborter.abort(new AppError('sign_in_cancelled', { reason: 'byPerson' }));
  await expect(asked).rejects.toMatchObject({ code: 'sign_in_cancelled' });
});

test('closing lets go of connections that are kept alive', async () => {
  answer = (_, response) => response.end('x');
  const fetch = createFetch({ allowLoopbackHttp: true });
  await (await fetch(origin)).text();
  const count = () => new Promise<number>((resolve) => server.getConnections((_, open) => resolve(open)));
  expect(await count()).toBe(1);
  await fetch.close();
  await expect.poll(count).toBe(0);
});
