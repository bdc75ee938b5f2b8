/**
 * `oidc-provider` 9 uses `URL.parse`, which Node 20.18 does not have yet. Import this file before it.
 */
URL.parse ??= (url: string | URL, base?: string | URL): URL | null =>
  URL.canParse(url, base) ? new URL(url, base) : null;
