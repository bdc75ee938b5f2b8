/** The page inside a guest: what it holds, and that nothing in it runs. */
import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import { createEmbedHostPage, createEmptyPage } from '../../../src/main/viewer/embed-host-page.ts';

const url = 'https://app.sigmacomputing.com/w?:embed=true&:jwt=a.b.c';

test('the host page lets Sigma alone into its frame, runs no script, and keeps its address to itself', async () => {
  const page = createEmbedHostPage(url);
  const text = await page.text();
  // Without this line the page would be laid out by other rules, and its height not be that of the window.
  expect(text).toMatch(/^<!doctype html><html lang="en"><head><meta charset="utf-8">/);
  const style = /<style>(.*)<\/style>/.exec(text)?.[1] ?? '';
  const hash = createHash('sha256').update(style).digest('base64');
  expect(page.headers.get('content-security-policy')).toBe(
    `default-src 'none'; frame-src https://app.sigmacomputing.com; style-src 'sha256-${hash}'; ` +
      "base-uri 'none'; form-action 'none'",
  );
  expect(page.headers.get('cache-control')).toBe('no-store');
  expect(page.headers.get('referrer-policy')).toBe('no-referrer');
  expect(page.headers.get('x-content-type-options')).toBe('nosniff');
  expect(page.headers.get('content-type')).toBe('text/html; charset=utf-8');
});

test('the signed URL stands in the host page as text, whatever characters it holds', async () => {
  const page = await createEmbedHostPage(`${url}&:x=${`"><script>alert('1')</script>`}`).text();
  expect(page).not.toContain('<script>');
  expect(page).toContain(
    `content="${url.replace('&', '&amp;')}&amp;:x=&quot;&gt;&lt;script&gt;alert(&#39;1&#39;)&lt;/script&gt;"`,
  );
});

test('the empty page allows nothing', async () => {
  const page = createEmptyPage(503);
  expect(page.status).toBe(503);
  expect(page.headers.get('content-security-policy')).toBe("default-src 'none'");
  expect(page.headers.get('content-type')).toBe('text/html; charset=utf-8');
  expect(await page.text()).toMatch(/<head>.*<\/head><\/html>$/);
});
