/** The page inside a guest: a signed URL for the guest's preload, and nothing that runs. */
import { createHash } from 'node:crypto';
import { SIGNED_URL_META } from '../../shared/embed-host-names.ts';
import { escapeHtml } from '../html/escape-html.ts';

const STYLE = 'html,body{margin:0;height:100%;background:Canvas;color-scheme:light dark}';
const STYLE_HASH = createHash('sha256').update(STYLE).digest('base64');

/**
 * The host page of one load. It holds the signed URL only until the guest's preload takes it out, before anything else
 * can look, and puts the workbook behind a closed shadow root. Its script policy is `none`: messages are passed on by
 * the preload, from its own world, where nothing that Sigma sends can reach it.
 *
 * @param signedUrl good for this one load
 */
export function createEmbedHostPage(signedUrl: string): Response {
  const { origin } = new URL(signedUrl);
  const body =
    '<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Workbook</title>' +
    `<style>${STYLE}</style><meta name="${SIGNED_URL_META}" content="${escapeHtml(signedUrl)}"></head><body></body></html>`;
  return new Response(body, {
    headers: {
      'content-type': 'text/html; charset=utf-8',
      'content-security-policy':
        `default-src 'none'; frame-src ${origin}; style-src 'sha256-${STYLE_HASH}'; ` +
        `base-uri 'none'; form-action 'none'`,
      'cache-control': 'no-store',
      'referrer-policy': 'no-referrer',
      'x-content-type-options': 'nosniff',
    },
  });
}

/** What a guest gets when nothing can be signed; the window shows why. */
export function createEmptyPage(status: number): Response {
  return new Response(
    '<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Sightglass</title></head></html>',
    {
      status,
      headers: { 'content-type': 'text/html; charset=utf-8', 'content-security-policy': "default-src 'none'" },
    },
  );
}
