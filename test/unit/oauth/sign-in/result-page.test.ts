import { createHash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import {
  escapeHtml,
  failurePage,
  resultPagePolicy,
  successPage,
} from '../../../../src/main/oauth/sign-in/result-page.ts';
import { AppError } from '../../../../src/shared/errors.ts';

const failure = failurePage(
  new AppError('authorization_failed', `<script>alert('x')</script> & "quotes"`).toView(),
).html;

describe('the page at the end of a sign-in', () => {
  test.each([
    ['success', successPage().html],
    ['failure', failure],
  ])('of %s has a language, a title, no script and nothing from elsewhere', (_, html) => {
    expect(html).toMatch(/^<!doctype html>\n<html lang="en">/);
    expect(html).toMatch(/<title>[^<]+ – Sightglass<\/title>/);
    expect(html).not.toMatch(/<script|<link|<img|<iframe|<form|https?:|url\(|\son\w+=|style=/i);
    expect(html).toContain('prefers-color-scheme:dark');
  });

  test('has exactly the style sheet that its policy admits', () => {
    const style = /<style>([\s\S]*)<\/style>/.exec(failure)?.[1] ?? '';
    const hash = createHash('sha256').update(style).digest('base64');
    expect(resultPagePolicy).toBe(
      `default-src 'none'; style-src 'sha256-${hash}'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'`,
    );
  });

  test('says what went wrong and what to do, as text', () => {
    expect(failure).toContain('The authorization server refused the sign-in');
    expect(failure).toContain('&lt;script&gt;alert(&#39;x&#39;)&lt;/script&gt; &amp; &quot;quotes&quot;');
    expect(failure).toContain('Read the details');
    expect(failure).toContain('<code>authorization_failed</code>');
  });
});

test('the five characters that mean something in HTML are escaped', () => {
  expect(escapeHtml(`<a href="x" id='y'>&amp;</a>`)).toBe(
    '&lt;a href=&quot;x&quot; id=&#39;y&#39;&gt;&amp;amp;&lt;/a&gt;',
  );
});
