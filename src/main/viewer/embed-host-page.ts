/** The page inside a frame: an `<iframe>` with the signed URL, and nothing that runs. */
import { createHash } from 'node:crypto';

const STYLE =
  'html,body,iframe{margin:0;width:100%;height:100%;border:0;display:block}html{background:Canvas;color-scheme:light dark}';
const STYLE_HASH = createHash('sha256').update(STYLE).digest('base64');

/** What Sigma needs to work; above all no way to navigate the page around it. */
const SANDBOX = 'allow-scripts allow-same-origin allow-forms allow-popups allow-downloads';

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};
const escapeHtml = (text: string) => text.replace(/[&<>"']/g, (character) => entities[character] ?? '');

/**
 * The host page of one load. Its script policy is `none`: messages are passed on by the frame's preload, from its own
 * world, where nothing that Sigma sends can reach it.
 *
 * @param signedUrl good for this one load
 */
export function createEmbedHostPage(signedUrl: string, title: string): Response {
  const { origin } = new URL(signedUrl);
  const body =
    '<!doctype html><html lang="en"><head><meta charset="utf-8">' +
    `<title>${escapeHtml(title)}</title><style>${STYLE}</style></head><body>` +
    `<iframe src="${escapeHtml(signedUrl)}" title="${escapeHtml(title)}" sandbox="${SANDBOX}" ` +
    `allow="clipboard-write; fullscreen" referrerpolicy="no-referrer"></iframe></body></html>`;
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

/** What a frame gets when nothing can be signed; the window shows why. */
export function createEmptyPage(status: number): Response {
  return new Response(
    '<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Sightglass</title></head></html>',
    {
      status,
      headers: { 'content-type': 'text/html; charset=utf-8', 'content-security-policy': "default-src 'none'" },
    },
  );
}
