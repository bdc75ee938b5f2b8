/** What servers say, in the shapes that they use, and what of it reaches people. */
import { describe, expect, test } from 'vitest';
import { serverWords, shownWords, wordsForPeople } from '../../../../src/main/oauth/tokens/server-words.ts';

const read = (body: string, headers: Record<string, string> = {}) =>
  serverWords({ headers: new Headers(headers), body });
const json = (body: unknown) => read(JSON.stringify(body), { 'content-type': 'application/json' });

describe('words in JSON', () => {
  test.each<[shape: string, body: unknown, error: string, description: string]>([
    ['RFC 6749', { error: 'invalid_grant', error_description: 'It is over.' }, 'invalid_grant', 'It is over.'],
    [
      'Databricks',
      { error_code: '403', message: 'Source IP address: 203.0.113.7 is blocked by Databricks IP ACL' },
      '',
      'Source IP address: 203.0.113.7 is blocked by Databricks IP ACL',
    ],
    ['Databricks, with a word', { error_code: 'PERMISSION_DENIED', message: 'No.' }, 'PERMISSION_DENIED', 'No.'],
    [
      'Okta',
      { errorCode: 'invalid_client', errorSummary: "Invalid value for 'client_id' parameter.", errorCauses: [] },
      'invalid_client',
      "Invalid value for 'client_id' parameter.",
    ],
    [
      'Okta, with causes',
      { errorCode: 'E0000001', errorSummary: 'Api validation failed', errorCauses: [{ errorSummary: 'login: taken' }] },
      'E0000001',
      'Api validation failed; login: taken',
    ],
    [
      'Google',
      {
        error: {
          code: 401,
          message: 'No credentials.',
          status: 'UNAUTHENTICATED',
          errors: [{ message: 'No credentials.' }],
        },
      },
      'UNAUTHENTICATED',
      'No credentials.',
    ],
    [
      'Auth0',
      { error: 'access_denied', error_description: 'Service not found: x' },
      'access_denied',
      'Service not found: x',
    ],
    ['Auth0, its API', { statusCode: 400, error: 'Bad Request', message: 'Wrong.' }, 'Bad Request', 'Wrong.'],
    [
      'PingOne',
      {
        id: '1',
        code: 'INVALID_DATA',
        message: 'Bad.',
        details: [{ code: 'X', target: 't', message: 'It is empty.' }],
      },
      'INVALID_DATA',
      'Bad. It is empty.',
    ],
    [
      'Snowflake',
      { data: null, message: 'JWT token is invalid.', code: '390144', success: false },
      '390144',
      'JWT token is invalid.',
    ],
    [
      'SCIM (RFC 7644)',
      { schemas: ['urn:x'], detail: 'Not you.', status: '403', scimType: 'mutability' },
      'mutability',
      'Not you.',
    ],
    [
      'a problem (RFC 9457)',
      {
        type: 'https://example.com/probs/x',
        title: 'Forbidden here.',
        detail: 'Your network is not on the list.',
        status: 403,
      },
      '',
      'Forbidden here. Your network is not on the list.',
    ],
    ['FastAPI, a text', { detail: 'Not authenticated' }, '', 'Not authenticated'],
    [
      'FastAPI, a list',
      { detail: [{ loc: ['body', 'client_id'], msg: 'field required', type: 'value_error.missing' }] },
      'value_error.missing',
      'body.client_id: field required',
    ],
    ['ASP.NET', { Message: 'Authorization has been denied.' }, '', 'Authorization has been denied.'],
    ['ASP.NET, by field', { errors: { client_id: ['It is required.'] } }, '', 'It is required.'],
    ['AWS', { __type: 'NotAuthorizedException', message: 'Expired.' }, 'NotAuthorizedException', 'Expired.'],
    ['AWS Lambda', { errorMessage: 'Task timed out', errorType: 'X' }, '', 'Task timed out'],
    [
      'Spring',
      { timestamp: 1, status: 401, error: 'Unauthorized', message: 'Bad.', path: '/t' },
      'Unauthorized',
      'Bad.',
    ],
    [
      'Apigee',
      { fault: { faultstring: 'Invalid client', detail: { errorcode: 'oauth.v2.InvalidClient' } } },
      'oauth.v2.InvalidClient',
      'Invalid client',
    ],
    [
      'Salesforce',
      [{ message: 'Session expired', errorCode: 'INVALID_SESSION_ID' }],
      'INVALID_SESSION_ID',
      'Session expired',
    ],
    ['an object of its own', { ErrorResponse: { Meta: { Message: 'Deep down.' }, Scopes: ['a'] } }, '', 'Deep down.'],
    ['a place in a list', { detail: [{ loc: ['body', 0, 'scope'], msg: 'unknown' }] }, '', 'body.scope: unknown'],
    ['lists that are no words', { scopes: ['one', 'two'], tokens: ['plainword'] }, '', ''],
    ['a list of texts', ['One.', 'Two.'], '', 'One. Two.'],
    ['lists of texts', { error: ['invalid_grant'], error_description: ['One.', 'Two.'] }, 'invalid_grant', 'One. Two.'],
    ['messages', { messages: ['One.', { text: 'x', message: 'Two.' }] }, '', 'One. Two.'],
    ['OData', { error: { code: 'Denied', message: { lang: 'en', value: 'Not enough.' } } }, 'Denied', 'Not enough.'],
    ['Ory', { error: 'request_forbidden', error_verbose: 'Not allowed.' }, 'request_forbidden', 'Not allowed.'],
    [
      'JSON in a text',
      JSON.stringify({ error: 'invalid_grant', error_description: 'It is over.' }),
      'invalid_grant',
      'It is over.',
    ],
    [
      'JSON in the message of a gateway',
      { message: JSON.stringify({ error: 'invalid_grant', error_description: 'It is over.' }) },
      'invalid_grant',
      'It is over.',
    ],
    ['JSON in the error of a gateway', { error: JSON.stringify({ error: 'invalid_grant' }) }, 'invalid_grant', ''],
    ['what begins like JSON', { message: '[42] It is over.' }, '', '[42] It is over.'],
    ['an error alone', { error: 'invalid_grant' }, 'invalid_grant', ''],
    ['an error alone, in an object', { error: { code: 'invalid_grant' } }, 'invalid_grant', ''],
    ['an error alone, in a list', ['invalid_grant'], 'invalid_grant', ''],
    ['an error that is a sentence', { error: 'The client is not known.' }, '', 'The client is not known.'],
    ['a text', 'Go away.', '', 'Go away.'],
    ['JSend', { status: 'error', message: 'Not now.' }, '', 'Not now.'],
    ['null', null, '', ''],
    ['a number', 7, '', ''],
    ['nothing', {}, '', ''],
    ['words that are null', { message: null, error: null, error_description: null }, '', ''],
    ['an error with a word of JavaScript', { error: '__proto__', constructor: 'x' }, '__proto__', ''],
  ])('%s', (_, body, error, description) => {
    expect(json(body)).toEqual({ error, description });
  });

  test('values under other names are not read, so that no token among them is shown', () => {
    expect(json({ error: { access_token: 'plainword', id: 'other' }, refresh_token: 'plainword' })).toEqual({
      error: '',
      description: '',
    });
  });

  test('is read whatever it calls itself, and not read as text where it breaks off', () => {
    expect(read('{"message":"No."}', { 'content-type': 'text/html' }).description).toBe('No.');
    expect(read('{"message":"No')).toEqual({ error: '', description: '' });
  });

  test('is read with line breaks and other control characters in its texts', () => {
    const body = '{\r\n\t"error":\t"invalid_grant",\r\n\t"error_description": "Line one\nline\u0000two\tthree"\r\n}';
    expect(read(body)).toEqual({ error: 'invalid_grant', description: 'Line one line two three' });
  });

  test('is read a few levels and a few items deep', () => {
    const deep = (levels: number): unknown => (levels === 0 ? { message: 'deep' } : { error: deep(levels - 1) });
    expect(json(deep(3)).description).toBe('deep');
    expect(json(deep(50)).description).toBe('');
    expect(json(Array.from({ length: 50 }, (_, index) => `${index}.`)).description).toBe('0. 1. 2. 3. 4.');
  });
});

describe('words in pages and documents', () => {
  const page = (html: string) => read(html, { 'content-type': 'text/html' }).description;

  test.each<[string, string, string]>([
    ['title and heading', '<!doctype html><title>Error</title><h1>Access <b>denied</b></h1>', 'Error: Access  denied'],
    [
      'the same twice',
      '<html><head><title>403 Forbidden</title></head><body><h1>403 Forbidden</h1></body>',
      '403 Forbidden',
    ],
    ['a heading alone', '<html><h1 class="x">Blocked by your company</h1></html>', 'Blocked by your company'],
    ['a second heading', '<html><h2>Sorry</h2></html>', 'Sorry'],
    ['a paragraph, where there is nothing else', '<html><body><p>No entry.</p></body></html>', 'No entry.'],
    [
      'references to characters',
      '<title>Zugriff verweigert &ndash; F&uuml;r &#x201e;A&#8220; &amp; B</title>',
      'Zugriff verweigert – Für „A“ & B',
    ],
    ['what was escaped twice', '<title>&amp;lt;b&amp;gt;</title>', '&lt;b&gt;'],
    ['a number that is no character', '<title>a&#9999999;b</title>', 'a&#9999999;b'],
    ['all that it says, if that is short', '<html><body>Access denied<br>here.</body></html>', 'Access denied here.'],
    ['nothing, if it is long', `<html><body>${'menu '.repeat(100)}</body></html>`, ''],
    ['a part of a page', '<div class="error"><p>No entry.</p></div>', 'No entry.'],
  ])('%s', (_, html, description) => {
    expect(page(html)).toBe(description);
  });

  test('scripts, styles and comments say nothing', () => {
    expect(page('<html><script>"<title>Evil</title>"</script><!-- <h1>Old</h1> --><title>True</title></html>')).toBe(
      'True',
    );
    expect(page('<html><style>h1::after{content:"<h1>x</h1>"}</style><title>True</title>')).toBe('True');
    expect(page('<html><script>never ends <title>Evil</title>')).toBe('');
  });

  test('a page is known without being called one', () => {
    expect(read('  <!DOCTYPE html>\n<html><title>Login</title>').description).toBe('Login');
  });

  test.each<[string, string, string, string]>([
    [
      'SOAP 1.1',
      '<?xml version="1.0"?><s:Envelope><s:Body><s:Fault><faultcode>s:Client</faultcode><faultstring>Not known</faultstring></s:Fault></s:Body></s:Envelope>',
      's:Client',
      'Not known',
    ],
    [
      'SOAP 1.2',
      '<env:Envelope><env:Fault><env:Code><env:Value>x</env:Value></env:Code><env:Reason><env:Text xml:lang="en">Not known</env:Text></env:Reason></env:Fault></env:Envelope>',
      '',
      'Not known',
    ],
    [
      'storage',
      '<Error><Code>AccessDenied</Code><Message>Access &lt;Denied&gt;</Message></Error>',
      'AccessDenied',
      'Access <Denied>',
    ],
    [
      'CDATA',
      '<oauth><error>invalid_client</error><error_description><![CDATA[No.]]></error_description></oauth>',
      'invalid_client',
      'No.',
    ],
    ['nothing', '<a><b/></a>', '', ''],
  ])('XML: %s', (_, body, error, description) => {
    expect(read(body, { 'content-type': 'application/xml' })).toEqual({ error, description });
  });

  test.each<[string, string, Record<string, string>, string, string]>([
    ['plain text', 'upstream connect error\n', { 'content-type': 'text/plain' }, '', 'upstream connect error'],
    ['an error alone', 'invalid_grant', {}, 'invalid_grant', ''],
    ['plain text with a bracket', 'not good: {client}', {}, '', 'not good: {client}'],
    ['a form', 'error=bad_refresh_token&error_description=It+is+over', {}, 'bad_refresh_token', 'It is over'],
    [
      'a form in another order',
      'error_description=It+is+over&error=e',
      { 'content-type': 'text/plain' },
      'e',
      'It is over',
    ],
    ['an address in plain text', 'see https://a.example/?error=x', {}, '', 'see https://a.example/?error=x'],
    ['JSON behind a guard', `)]}'\n{"error":"e","message":"No."}`, { 'content-type': 'application/json' }, 'e', 'No.'],
    ['JSON in a page', '<html><body><pre>{"error":"e","message":"No."}</pre></body></html>', {}, '', 'No.'],
    ['a page with an error alone', '<html><body>invalid_grant</body></html>', {}, '', 'invalid_grant'],
    ['a form that says so', 'a=b&error=x', { 'content-type': 'application/x-www-form-urlencoded' }, 'x', ''],
    ['noise', '\u0000\u0001\u0002\ufffd\ufffd', { 'content-type': 'text/plain' }, '', ''],
    ['an empty body', '', {}, '', ''],
  ])('%s', (_, body, headers, error, description) => {
    expect(read(body, headers)).toEqual({ error, description });
  });
});

describe('words in WWW-Authenticate', () => {
  const challenged = (challenge: string, body = '') => read(body, { 'www-authenticate': challenge });

  test('count where the body says nothing (RFC 6750 section 3)', () => {
    const challenge = 'Bearer realm="example", error="invalid_token", error_description="The \\"token\\" expired"';
    expect(challenged(challenge)).toEqual({ error: 'invalid_token', description: 'The "token" expired' });
    expect(challenged('Bearer error=insufficient_scope')).toEqual({ error: 'insufficient_scope', description: '' });
    expect(challenged(challenge, '{"error":"other","message":"Words"}')).toEqual({
      error: 'other',
      description: 'Words',
    });
    expect(challenged(challenge, '{"error":"other"}').description).toBe('The "token" expired');
  });

  test.each(['Basic realm="error"', 'Bearer realm="x", noerror="y"', 'Negotiate'])('%s says nothing', (challenge) => {
    expect(challenged(challenge)).toEqual({ error: '', description: '' });
  });
});

describe('what people are shown', () => {
  test('is one line, without what changes its direction, and of bounded length', () => {
    const shown = shownWords({
      error: 'x'.repeat(300),
      description: `a\r\nb\u202e\u001b[31m\u200bc ${'y'.repeat(900)}`,
    });
    expect(shown).toMatch(/^a b \[31m c y+ \(x{100}\)$/);
    expect(shown.length).toBeLessThan(620);
  });

  test('has the error behind the words once, or either alone', () => {
    expect(shownWords({ error: 'e', description: 'Words' })).toBe('Words (e)');
    expect(shownWords({ error: 'e', description: '' })).toBe('(e)');
    expect(shownWords({ error: 'Same', description: 'Same' })).toBe('Same');
    expect(shownWords({ error: '', description: '' })).toBe('');
  });

  test.each<[string, string]>([
    ['JSON', JSON.stringify({ message: 'bad plainword here' })],
    ['escaped JSON', '{"message":"bad \\u0070lainword here"}'],
    ['a page', '<html><h1>bad plainword here</h1>'],
    ['a page with references', '<html><h1>bad &#112;lainword here</h1>'],
    ['plain text', 'bad plainword here'],
    ['a form', 'error=e&error_description=bad+plainword+here'],
  ])('holds nothing that was sent, in %s', async (_, body) => {
    expect(await wordsForPeople(new Response(body), ['plainword'])).toMatch(/^bad \[redacted\] here(?: \(e\))?$/);
  });

  test('holds nothing that looks like a secret, also when it comes at the end of what is looked at', async () => {
    const token = `eyJ${'a'.repeat(30)}.eyJ${'b'.repeat(30)}.${'c'.repeat(30)}`;
    expect(await wordsForPeople(Response.json({ error: { message: `no ${token}` } }))).toBe('no [redacted]');
    const long = await wordsForPeople(new Response(`<h1>${'plainword '.repeat(100_000)}</h1>`), ['plainword']);
    expect(long).not.toContain('plain');
  });

  test('is read in the encoding that the answer says', async () => {
    const latin = new Uint8Array([...Buffer.from('<html><h1>Zugriff f'), 0xfc, ...Buffer.from('r alle</h1>')]);
    const said = { headers: { 'content-type': 'text/html; charset=ISO-8859-1' } };
    expect(await wordsForPeople(new Response(latin, said))).toBe('Zugriff für alle');
  });

  test('takes no time, whatever the body repeats', async () => {
    for (const piece of [
      '<',
      '<h1',
      '<h1 ',
      '<title>',
      '<!--',
      '<p ',
      '&#',
      '{"a":',
      '[',
      'error="',
      '<![CDATA[',
      '\\"',
      ' ',
      '<m:Text ',
    ]) {
      const body = piece.repeat(Math.floor(900_000 / piece.length));
      expect(typeof (await wordsForPeople(new Response(body)))).toBe('string');
      expect(
        typeof (await wordsForPeople(new Response(`<html>${body}`, { headers: { 'content-type': 'text/html' } }))),
      ).toBe('string');
    }
  });
});
