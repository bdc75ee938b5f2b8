/** The page inside a guest: the place of the workbook, and nothing that runs. */
import { createHash } from 'node:crypto';
import { WORKBOOK_ADDRESS_META } from '../../shared/embed-host-names.ts';
import { escapeHtml } from '../html/escape-html.ts';

const STYLE = 'html,body{margin:0;height:100%;background:Canvas;color-scheme:light dark}';
const STYLE_HASH = createHash('sha256').update(STYLE).digest('base64');

/**
 * Everything but frames is forbidden. What the frame may show is for main to decide (`guest-guard.ts`,
 * `guest-requests.ts`): a policy of the page would put an error in the place of the workbook at every link that leads
 * out of it, before main is asked.
 */
const POLICY = [
  ...['connect', 'fenced-frame', 'font', 'img', 'manifest', 'media', 'object', 'script', 'worker'].map(
    (kind) => `${kind}-src 'none'`,
  ),
  `style-src 'sha256-${STYLE_HASH}'`,
  "base-uri 'none'",
  "form-action 'none'",
].join('; ');

/**
 * The host page of one load. It knows where the workbook is and nothing that is secret: main puts the signed URL into
 * the request of the frame. No script runs in it: messages are passed on by the preload, from its own world, where
 * nothing that Sigma sends can reach it.
 *
 * @param sigmaOrigin where the workbook is
 */
export function createEmbedHostPage(sigmaOrigin: string): Response {
  const body =
    '<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Workbook</title>' +
    `<style>${STYLE}</style><meta name="${WORKBOOK_ADDRESS_META}" content="${escapeHtml(sigmaOrigin)}"></head><body></body></html>`;
  return new Response(body, {
    headers: {
      'content-type': 'text/html; charset=utf-8',
      'content-security-policy': POLICY,
      'cache-control': 'no-store',
      'referrer-policy': 'no-referrer',
      'x-content-type-options': 'nosniff',
    },
  });
}

/** What is answered to whoever asks for no guest that is known. */
export function createEmptyPage(): Response {
  return new Response(
    '<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Sightglass</title></head></html>',
    {
      status: 404,
      headers: { 'content-type': 'text/html; charset=utf-8', 'content-security-policy': "default-src 'none'" },
    },
  );
}
