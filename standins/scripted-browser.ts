/** A browser made of `fetch`: goes through the sign-in page the way a person would, for tests without a window. */
import { findPerson } from './people.ts';

const MAX_STEPS = 10;

/**
 * Opens an authorization URL, chooses a person (subject, user name or display name; or `cancel`), and returns the
 * address that the browser is sent to in the end, without opening it. Throws with the page's text when the server
 * shows an error instead.
 *
 * @param cookies of a browser that is used again; left out, a new browser is
 */
export async function visitAs(
  authorizationUrl: string,
  person: string,
  cookies = new Map<string, string>(),
): Promise<string> {
  const { origin } = new URL(authorizationUrl);
  const personId = person === 'cancel' ? null : findPerson(person)?.id;
  if (personId === undefined) throw new Error(`There is no person called ${person}.`);

  async function open(url: string, form?: URLSearchParams): Promise<Response> {
    const cookie = [...cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    const response = await fetch(url, {
      redirect: 'manual',
      headers: { cookie, accept: 'text/html' },
      ...(form ? { method: 'POST', body: form } : {}),
    });
    for (const line of response.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
      if (value === '' || line.includes('1970')) cookies.delete(name);
      else cookies.set(name, value);
    }
    return response;
  }

  let url = authorizationUrl;
  let form: URLSearchParams | undefined;
  for (let step = 0; step < MAX_STEPS; step += 1) {
    const response = await open(url, form);
    form = undefined;
    const location = response.headers.get('location');
    if (location) {
      url = new URL(location, url).href;
      if (new URL(url).origin !== origin) return url;
      continue;
    }
    const page = await response.text();
    if (!response.ok || !url.includes('/login/')) throw new Error(`${response.status}: ${textOf(page)}`);
    if (personId === null) url = `${url}/cancel`;
    else form = new URLSearchParams({ person: personId });
  }
  throw new Error('The sign-in went round in circles.');
}

function textOf(html: string): string {
  return html
    .replace(/<(style|script|head)[\s\S]*?<\/\1>/g, ' ')
    .replace(/<[^>]+>/g, ' ')
    .replace(/\s+/g, ' ')
    .trim();
}
