/** The page on which the browser tab of a sign-in ends: no script, nothing external, nothing of the query. */
import { createHash } from 'node:crypto';
import type { AppErrorView } from '../../../shared/errors.ts';
import type { Text } from '../../../shared/text/en.ts';
import { errorText } from '../../../shared/text/error-text.ts';
import { format } from '../../../shared/text/format.ts';
import { escapeHtml } from '../../html/escape-html.ts';
import type { StrayAnswer } from './stray-answer.ts';

export interface ResultPage {
  readonly status: number;
  readonly html: string;
}

const style = `
:root{color-scheme:light dark;--ground:#f6f7f9;--card:#fff;--line:#e3e6ea;--text:#14181d;--quiet:#55606d;--accent:#0f766e;--alert:#b42318}
@media (prefers-color-scheme:dark){:root{--ground:#14171a;--card:#1c2024;--line:#2c3238;--text:#eef1f4;--quiet:#a3adb8;--accent:#2dd4bf;--alert:#ff9b8f}}
*{box-sizing:border-box}
body{margin:0;min-height:100vh;display:grid;place-items:center;padding:24px;background:var(--ground);color:var(--text);font:16px/1.55 system-ui,-apple-system,"Segoe UI",Roboto,sans-serif;-webkit-font-smoothing:antialiased}
main{width:100%;max-width:440px;padding:40px 36px 32px;background:var(--card);border:1px solid var(--line);border-radius:12px;text-align:center;box-shadow:0 1px 2px rgb(0 0 0/.04),0 12px 32px rgb(0 0 0/.06)}
svg{display:block;width:56px;height:56px;margin:0 auto 24px;color:var(--accent)}
h1{margin:0 0 8px;font-size:22px;line-height:1.3;font-weight:650;letter-spacing:-.01em;text-wrap:balance}
p{margin:0;color:var(--quiet);overflow-wrap:anywhere;text-wrap:pretty}
p+p{margin-top:12px}
.remedy{color:var(--text)}
.failed svg{color:var(--alert)}
.stray svg{color:var(--quiet)}
blockquote{margin:8px 0 0;padding:10px 14px;border:1px dashed var(--quiet);border-radius:8px;color:var(--text);font-size:14px;overflow-wrap:anywhere;text-align:start}
blockquote+p{margin-top:16px}
footer{margin-top:28px;padding-top:18px;border-top:1px solid var(--line);font-size:13px;color:var(--quiet)}
code{font:12px ui-monospace,SFMono-Regular,Consolas,monospace}
`;

const styleHash = createHash('sha256').update(style).digest('base64');

/** Admits the one style sheet above and nothing else. */
export const resultPagePolicy = `default-src 'none'; style-src 'sha256-${styleHash}'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'`;

/** Shown once the grant is stored. */
export function successPage(text: Text): ResultPage {
  const { signedIn, signedInTitle, goBack, origin } = text.resultPage;
  const body = `<h1>${escapeHtml(signedIn)}</h1>
<p>${escapeHtml(goBack)}</p>
<footer>${escapeHtml(origin)}</footer>`;
  return { status: 200, html: page(text, signedInTitle, 'done', CHECK, body) };
}

/** Says what went wrong and what to do. The text may come from a server, so every part of it is escaped. */
export function failurePage(error: AppErrorView, text: Text): ResultPage {
  const { title, detail, remedy } = errorText(text, error);
  const body = `<h1>${escapeHtml(title)}</h1>
<p>${escapeHtml(detail)}</p>
<p class="remedy">${escapeHtml(remedy)}</p>
<footer>${escapeHtml(text.resultPage.close)} <code>${escapeHtml(error.code)}</code></footer>`;
  return { status: 200, html: page(text, title, 'failed', CROSS, body) };
}

/**
 * For an answer that does not fit the sign-in under way. Its words are anybody's: they are shown as a quotation that
 * nobody vouches for, on this page alone.
 */
export function strayPage({ kind, status, said }: StrayAnswer, redirectUri: string, text: Text): ResultPage {
  const { title, what, unverified, next, remedies } = text.resultPage.stray;
  const quotation =
    said === '' ? '' : `\n<p>${escapeHtml(unverified)}</p>\n<blockquote dir="auto">${escapeHtml(said)}</blockquote>`;
  const body = `<h1>${escapeHtml(title)}</h1>
<p>${escapeHtml(format(what[kind], { redirectUri }))}</p>${quotation}
<p class="remedy">${escapeHtml(next)}</p>
<p>${escapeHtml(format(remedies[kind], { redirectUri }))}</p>
<footer>${escapeHtml(text.resultPage.origin)}</footer>`;
  return { status, html: page(text, title, 'stray', MARK, body) };
}

const CHECK = 'M20.5 28.5l5.2 5.2 9.8-11';
const CROSS = 'M22 22l12 12M34 22L22 34';
const MARK = 'M28 20v10M28 35.5v.5';

/** A rounded square with the ring of a sightglass; the glass shows how it went. */
function page(text: Text, title: string, state: 'done' | 'failed' | 'stray', mark: string, body: string): string {
  return `<!doctype html>
<html lang="${escapeHtml(new Intl.Locale(text.locale).language)}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${escapeHtml(title)} – Sightglass</title>
<style>${style}</style>
</head>
<body>
<main class="${state}">
<svg viewBox="0 0 56 56" fill="none" stroke="currentColor" aria-hidden="true"><rect x="1.5" y="1.5" width="53" height="53" rx="14" fill="currentColor" fill-opacity=".1" stroke-opacity=".25"/><circle cx="28" cy="28" r="17" stroke-width="3"/><path d="${mark}" stroke-width="3" stroke-linecap="round" stroke-linejoin="round"/></svg>
${body}
</main>
</body>
</html>
`;
}
