import { createHash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { escapeHtml } from '../../../../src/main/html/escape-html.ts';
import {
  failurePage,
  resultPagePolicy,
  strayPage,
  successPage,
} from '../../../../src/main/oauth/sign-in/result-page.ts';
import { AppError } from '../../../../src/shared/errors.ts';
import { en } from '../../../../src/shared/text/en.ts';
import { pseudoText } from '../../../../src/shared/text/pseudo.ts';

const failed = () =>
  failurePage(
    new AppError('authorization_failed', { reason: 'said', said: `<script>alert('x')</script> & "quotes"` }).toView(),
    en,
  );

describe('the page at the end of a sign-in', () => {
  test.each([
    ['success', () => successPage(en)],
    ['failure', failed],
  ])('of %s has a language, a title, no script and nothing from elsewhere', (_, make) => {
    const { status, html } = make();
    expect(status).toBe(200);
    expect(html).toMatch(/^<!doctype html>\n<html lang="en">/);
    expect(html).toMatch(/<title>[^<]+ – Sightglass<\/title>/);
    expect(html).not.toMatch(/<script|<link|<img|<iframe|<form|https?:|url\(|\son\w+=|style=/i);
    expect(html).toContain('prefers-color-scheme:dark');
  });

  test('has exactly the style sheet that its policy admits', () => {
    const style = /<style>([\s\S]*)<\/style>/.exec(failed().html)?.[1] ?? '';
    const hash = createHash('sha256').update(style).digest('base64');
    expect(resultPagePolicy).toBe(
      `default-src 'none'; style-src 'sha256-${hash}'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'`,
    );
  });

  test('says what went wrong and what to do, as text', () => {
    const failure = failed().html;
    expect(failure).toContain('<main class="failed">');
    expect(failure).toContain('The authorization server refused the sign-in');
    expect(failure).toContain('&lt;script&gt;alert(&#39;x&#39;)&lt;/script&gt; &amp; &quot;quotes&quot;');
    expect(failure).toContain('Read the details');
    expect(failure).toContain('<code>authorization_failed</code>');
  });
});

test('the page of a success says so, and where to go on', () => {
  const { html } = successPage(en);
  const { signedIn, goBack, origin } = en.resultPage;
  expect(html).toContain('<main class="done">');
  for (const words of [signedIn, goBack, origin]) expect(html).toContain(escapeHtml(words));
});

describe('the page for an answer that does not fit', () => {
  const redirectUri = 'http://localhost:3000/cb';
  const kinds = Object.keys(en.resultPage.stray.what) as (keyof typeof en.resultPage.stray.what)[];

  test.each(kinds)('says what came and what to do: %s', (kind) => {
    const { status, html } = strayPage({ kind, status: 404, said: '' }, redirectUri, en);
    const { title, what, next, remedies, unverified } = en.resultPage.stray;
    expect(status).toBe(404);
    for (const words of [title, what[kind], next, remedies[kind]]) {
      expect(html).toContain(escapeHtml(words.replace('{redirectUri}', redirectUri)));
    }
    expect(html).not.toContain(unverified);
    expect(html).not.toMatch(/<script|<link|<img|<iframe|<form|<a |url\(|\son\w+=|style=/i);
  });

  test("marks the words of the answer as anybody's, and shows them as text", () => {
    const said = `<img src=x onerror=alert(1)> </blockquote><a href="https://evil.example">call</a> (access_denied)`;
    const { html } = strayPage({ kind: 'noState', status: 400, said }, redirectUri, en);
    const [before = '', quoted = ''] = html.split('<blockquote dir="auto">');
    expect(before).toContain(escapeHtml(en.resultPage.stray.unverified));
    expect(quoted.startsWith(`${escapeHtml(said)}</blockquote>`)).toBe(true);
    expect(html).not.toMatch(/<img|<a /);
  });
});

test('the page takes every word, and its language, from the texts', () => {
  const text = { ...pseudoText(en), locale: 'de-CH' };
  const error = new AppError('authorization_failed').toView();
  const stray = strayPage({ kind: 'noState', status: 400, said: '' }, '', text);
  for (const { html } of [successPage(text), failurePage(error, text), stray]) {
    expect(html).toContain('<html lang="de">');
    const words = html.replace(/<style>[\s\S]*<\/style>|<code>.*<\/code>|<[^>]+>|Sightglass/g, ' ');
    expect(words.replace(/\[[^\]]*\]/g, '').match(/[a-z]{2,}/gi) ?? []).toEqual([]);
  }
});
