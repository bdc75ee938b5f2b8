/** The sign-in page of every authorization server: one button for each demo person, no script, no password. */
import { readFileSync } from 'node:fs';
import { escapeHtml } from '../http-service.ts';
import { demoPeople } from '../people.ts';

export const LOGIN_STYLE_PATH = '/stand-in/login.css';

/** `form-action` is left out on purpose: browsers apply it to the redirect that follows the form, too. */
export const LOGIN_PAGE_CSP =
  "default-src 'none'; style-src 'self'; img-src data:; base-uri 'none'; frame-ancestors 'none'";

const scopeTexts: Record<string, string> = {
  'all-apis': 'All APIs',
  sql: 'SQL queries',
  offline_access: 'Stay signed in',
  openid: 'Who you are',
  email: 'E-mail address',
  profile: 'Name',
  groups: 'Groups',
  refresh_token: 'Stay signed in',
  'session:role-any': 'Any of your roles in Snowflake',
  'https://www.googleapis.com/auth/bigquery': 'View and manage your data in Google BigQuery',
  '2ff814a6-3304-4ab8-85cb-cd0e6f879c1d/user_impersonation': 'Azure Databricks as you',
};

const mark = `<svg class="mark" viewBox="0 0 32 32" width="32" height="32" aria-hidden="true" focusable="false">
  <path d="M16 3 29 10 16 17 3 10Z"/><path d="M3 15.5 16 22.500 29 15.500V19L16 26 3 19Z" opacity=".72"/>
  <path d="M3 23 16 30 29 23" fill="none" stroke="currentColor" stroke-width="2" opacity=".45"/>
</svg>`;

function page(title: string, main: string, brand: string): string {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${escapeHtml(title)} · ${escapeHtml(brand)} stand-in</title>
<link rel="icon" href="data:,">
<link rel="stylesheet" href="${LOGIN_STYLE_PATH}">
</head>
<body>
<header class="brand">${mark}<span class="brand-name">${escapeHtml(brand)} <span>stand-in</span></span><span class="tag">Demo</span></header>
<main class="card">
${main}
</main>
<footer>A stand-in for tests and demonstrations. It is not ${escapeHtml(brand)}, and nothing done here leaves this computer.</footer>
</body>
</html>`;
}

export function readLoginStyle(): string {
  return readFileSync(new URL('./login-page.css', import.meta.url), 'utf8');
}

/** `action` is where the form is posted to; the link below it takes the same path with `/cancel`. */
export function renderLoginPage(request: {
  action: string;
  clientName: string;
  scopes: readonly string[];
  brand: string;
}): string {
  const people = demoPeople
    .map(
      (
        person,
        index,
      ) => `<li><button type="submit" name="person" value="${person.id}" data-testid="person-${escapeHtml(person.userName)}">
  <span class="avatar hue-${index + 1}" aria-hidden="true">${escapeHtml(person.initials)}</span>
  <span class="who"><span class="name">${escapeHtml(person.displayName)}</span><span class="remark">${escapeHtml(person.remark)}</span></span>
  <svg class="chevron" viewBox="0 0 16 16" width="16" height="16" aria-hidden="true" focusable="false"><path d="m6 3 5 5-5 5" fill="none" stroke="currentColor" stroke-width="1.5" stroke-linecap="round" stroke-linejoin="round"/></svg>
</button></li>`,
    )
    .join('\n');
  const scopes = request.scopes.map((scope) => `<li>${escapeHtml(scopeTexts[scope] ?? scope)}</li>`).join('');
  return page(
    'Sign in',
    `<h1>Who is signing in?</h1>
<p class="lead"><strong>${escapeHtml(request.clientName)}</strong> wants to read data as you. Each person sees different boroughs of New York.</p>
<form method="post" action="${escapeHtml(request.action)}" autocomplete="off">
<ul class="people" aria-label="People">
${people}
</ul>
</form>
<section class="asks" aria-labelledby="asks-title">
<h2 id="asks-title">It asks for</h2>
<ul class="scopes">${scopes}</ul>
</section>
<p class="cancel"><a href="${escapeHtml(request.action)}/cancel" data-testid="cancel">Cancel and deny access</a></p>`,
    request.brand,
  );
}

export function renderErrorPage(error: string, description: string, brand: string): string {
  return page(
    'Sign-in failed',
    `<h1>This sign-in cannot go on</h1>
<p class="lead">${escapeHtml(description || 'The request was not accepted.')}</p>
<p class="code"><code>${escapeHtml(error)}</code></p>`,
    brand,
  );
}
