/** The page inside a guest: what it holds, and that nothing in it runs. */
import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import { createEmbedHostPage, createEmptyPage } from '../../../src/main/viewer/embed-host-page.ts';

const sigma = 'https://app.sigmacomputing.com';

test('the host page runs no script, loads nothing but frames, and keeps its address to itself', async () => {
  const page = createEmbedHostPage(sigma);
  const text = await page.text();
  // Without this line the page would be laid out by other rules, and its height not be that of the window.
  expect(text).toMatch(/^<!doctype html><html lang="en"><head><meta charset="utf-8">/);
  const style = /<style>(.*)<\/style>/.exec(text)?.[1] ?? '';
  const hash = createHash('sha256').update(style).digest('base64');
  const policy = page.headers.get('content-security-policy')?.split('; ') ?? [];
  expect(policy.toSorted()).toEqual([
    "base-uri 'none'",
    "connect-src 'none'",
    "fenced-frame-src 'none'",
    "font-src 'none'",
    "form-action 'none'",
    "img-src 'none'",
    "manifest-src 'none'",
    "media-src 'none'",
    "object-src 'none'",
    "script-src 'none'",
    `style-src 'sha256-${hash}'`,
    "worker-src 'none'",
  ]);
  expect(page.headers.get('cache-control')).toBe('no-store');
  expect(page.headers.get('referrer-policy')).toBe('no-referrer');
  expect(page.headers.get('x-content-type-options')).toBe('nosniff');
  expect(page.headers.get('content-type')).toBe('text/html; charset=utf-8');
});

test('the host page knows where the workbook is, and no more', async () => {
  expect(await createEmbedHostPage(sigma).text()).toContain('content="https://app.sigmacomputing.com"');
});

test('the address stands in the host page as text, whatever characters it holds', async () => {
  const page = await createEmbedHostPage('https://a&b"><script>alert(1)</script>').text();
  expect(page).not.toContain('<script>');
  expect(page).toContain('content="https://a&amp;b&quot;&gt;&lt;script&gt;alert(1)&lt;/script&gt;"');
});

test('the empty page allows nothing', async () => {
  const page = createEmptyPage();
  expect(page.status).toBe(404);
  expect(page.headers.get('content-security-policy')).toBe("default-src 'none'");
  expect(page.headers.get('content-type')).toBe('text/html; charset=utf-8');
  expect(await page.text()).toMatch(/<head>.*<\/head><\/html>$/);
});
