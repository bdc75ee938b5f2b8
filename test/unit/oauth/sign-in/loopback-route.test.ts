import { describe, expect, test } from 'vitest';
import { routeOf } from '../../../../src/main/oauth/sign-in/loopback-route.ts';

const targets = { host: 'localhost:3000', callbackPath: '/auth/callback', pagePath: '/signed-in/id', state: 'state' };
const route = (url: string, method = 'GET', host: string[] | undefined = ['localhost:3000']) =>
  routeOf({ url, method, headersDistinct: host === undefined ? {} : { host } }, targets);

describe('a request to the loopback listener', () => {
  test('that carries the state is the callback, with all its parameters', () => {
    const found = route('/auth/callback?code=a%20b&state=state');
    expect(found.kind === 'callback' && Object.fromEntries(found.parameters)).toEqual({ code: 'a b', state: 'state' });
  });

  test('for the page gets it, unless it brings a query', () => {
    expect(route('/signed-in/id')).toEqual({ kind: 'page' });
    expect(route('/signed-in/id?x=1')).toEqual({ kind: 'refused', status: 404, reason: 'notFound' });
    expect(route('/signed-in/id?')).toMatchObject({ kind: 'refused', status: 404 });
    expect(route('/signed-in/other')).toMatchObject({ kind: 'refused', status: 404 });
  });

  test.each([
    ['without a state', '/auth/callback?code=c'],
    ['without a query', '/auth/callback'],
    ['with another state', '/auth/callback?state=other'],
    ['with the beginning of the state', '/auth/callback?state=stat'],
    ['with more than the state', '/auth/callback?state=state2'],
    ['with the state twice', '/auth/callback?state=state&state=state'],
    ['with an empty state', '/auth/callback?state='],
  ])('%s does not belong to the sign-in', (_, url) => {
    expect(route(url)).toEqual({ kind: 'refused', status: 400, reason: 'otherSignIn' });
  });

  test.each(['POST', 'HEAD', 'OPTIONS', 'PUT'])('by %s is told which method there is', (method) => {
    expect(route('/auth/callback?state=state', method)).toMatchObject({
      kind: 'refused',
      status: 405,
      reason: 'method',
      headers: { allow: 'GET' },
    });
  });

  test.each([
    ['another name', ['evil.example:3000']],
    ['another port', ['localhost:3001']],
    ['no port', ['localhost']],
    ['an address', ['127.0.0.1:3000']],
    ['no name at all', undefined],
    ['two names', ['localhost:3000', 'localhost:3000']],
  ])('under %s is misdirected (DNS rebinding)', (_, host) => {
    expect(
      routeOf({ url: '/auth/callback?state=state', method: 'GET', headersDistinct: host ? { host } : {} }, targets),
    ).toEqual({ kind: 'refused', status: 421, reason: 'misdirected' });
  });

  test('may write the name in capitals', () => {
    expect(route('/signed-in/id', 'GET', ['LOCALHOST:3000'])).toEqual({ kind: 'page' });
  });

  test('that is nothing but a query finds nothing, also where the page is at no path', () => {
    const bare = { ...targets, pagePath: '', callbackPath: '?state=state' };
    const request = { method: 'GET', headersDistinct: { host: ['localhost:3000'] } };
    expect(routeOf({ ...request, url: '?state=state' }, bare)).toMatchObject({ kind: 'refused', status: 404 });
  });

  test.each([
    '/',
    '',
    '?state=state',
    '/auth',
    '/auth/callback/',
    '/AUTH/CALLBACK',
    'http://localhost:3000/auth/callback?state=state',
  ])('for %s finds nothing', (url) => {
    expect(route(url)).toMatchObject({ kind: 'refused', status: 404 });
  });
});
