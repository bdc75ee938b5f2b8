/** Whether Sigma can be reached where the workbooks are, and answers itself: no login of a network, no filter, no other host. */
import { finding } from '../../../../shared/checks.ts';
import { addressOf } from '../../../../shared/profile/embed-parameters.ts';
import { sigmaOrigin } from '../../../../shared/profile/sigma.ts';
import { plainText } from '../../../log/plain-text.ts';
import { readText } from '../../../net/read-text.ts';
import { serverWords, shownWords } from '../../../oauth/tokens/server-words.ts';
import { doubtful, type ProfileCheck, right, wrong } from '../check.ts';

/** Its name, or the parameters that it misses in an address that nobody signed. */
const SIGNS_OF_SIGMA = /\bsigma|:embed=|:jwt\b/i;

/** A filter says the address that it blocks, and that is no sign of who is there. */
const withoutAddress = (body: string, { host, pathname }: URL): string =>
  body.toLowerCase().replaceAll(host, '').replaceAll(pathname.toLowerCase(), '');

export const sigma: ProfileCheck = {
  id: 'sigma',
  about: 'profile',
  asks: ({ profile }) => [sigmaOrigin(profile)],
  async run({ profile, fetch }, _parts, signal) {
    const [workbook] = profile.workbooks;
    // Where a load would begin, without its signature: nothing in it says who asks.
    const url = new URL(workbook ? addressOf(workbook, {}) : sigmaOrigin(profile));
    const { host } = url;
    const answer = await fetch(url.origin + url.pathname, {
      headers: { accept: 'text/html' },
      redirect: 'manual',
      signal,
    });
    const { status, headers } = answer;
    const location = headers.get('location') ?? '';
    const target = status >= 300 && status < 400 && URL.canParse(location, url) ? new URL(location, url) : null;
    if (target !== null && target.origin !== url.origin) {
      return wrong('it', finding('sigma_redirects', { host, otherHost: plainText(target.host, 200) }));
    }
    const body = await readText(answer);
    if (status >= 500) {
      return wrong(
        'sigma',
        finding('sigma_troubled', { host, status, said: shownWords(serverWords({ headers, body })) }),
      );
    }
    const isLikeSigma = target !== null || SIGNS_OF_SIGMA.test(withoutAddress(body, url));
    return isLikeSigma
      ? right(finding('sigma_answers', { host, status }))
      : doubtful('it', finding('sigma_unlike', { host, status }));
  },
};
