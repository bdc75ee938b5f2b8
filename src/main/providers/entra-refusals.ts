/**
 * Microsoft's numbers, as they stand at the beginning of descriptions: "Microsoft Entra authentication and authorization
 * error codes". The texts behind them change, the numbers rarely. A group is one meaning, with the remedy for it.
 */
import type { KnownRefusal, Refusal } from '../oauth/tokens/authorization-server.ts';
import { atItsUse } from './known-refusals.ts';

const groups: readonly (readonly [meaning: KnownRefusal, numbers: string])[] = [
  // The redirect URL is not registered, or registered for scripts in pages
  [{ code: 'redirect_uri_mismatch', remedy: 'entraRedirect' }, '50011 500112 500113 70004 900971'],
  [{ code: 'token_request_rejected', remedy: 'entraSinglePage' }, '9002325 9002326 9002327'],
  // Consent is missing, of the person or of an administrator
  [{ code: 'authorization_interaction_required', remedy: 'entraConsent' }, '65001 650056 90008 90094 90095 90099'],
  // The person said no, is not assigned, or is another one than meant
  [{ code: 'authorization_denied' }, '65004'],
  [{ code: 'authorization_denied', remedy: 'entraAssignment' }, '50105'],
  [
    { code: 'authorization_denied', remedy: 'entraOtherAccount' },
    '16000 16003 50014 50020 50034 50197 51004 90072 500208 500212 500213',
  ],
  [{ code: 'sigma_personal_account', remedy: 'entraWorkAccount' }, '500200 500202'],
  // The account
  [{ code: 'authorization_denied', remedy: 'entraAccountOff' }, '50057'],
  [{ code: 'authorization_denied', remedy: 'entraAccountLocked' }, '50053'],
  [
    { code: 'authorization_interaction_required', remedy: 'entraPassword' },
    '50055 50056 50064 50125 50126 50132 50133 50135 50144',
  ],
  // Something is left to do in the browser
  [
    { code: 'authorization_interaction_required', remedy: 'entraSecondFactor' },
    '50072 50074 50076 50078 50079 50158 53004',
  ],
  [
    { code: 'authorization_interaction_required', remedy: 'entraSignInAgain' },
    '16001 50058 50089 50097 50140 50199 700020',
  ],
  // Policies for computers, places and risks
  [
    { code: 'authorization_denied', remedy: 'entraDevice' },
    '50005 50129 50155 50187 53000 53001 53002 135011 530003 700003',
  ],
  [{ code: 'access_from_here_refused', remedy: 'entraConditionalAccess' }, '50002 50131 53003 500021 500022 530032'],
  [{ code: 'authorization_denied', remedy: 'entraPolicy' }, '53011 530034 530035'],
  // Scopes and resources that are not there
  [
    { code: 'authorization_invalid_scope', remedy: 'entraScopes' },
    '28002 28003 50001 65005 70011 500011 650052 650053 650054 650057 700022 700023',
  ],
  // The application and its credential
  [{ code: 'client_rejected', remedy: 'entraClient' }, '70001 700011 700016 1000031 7000112'],
  [{ code: 'client_rejected', remedy: 'entraSecret' }, '70002 7000215'],
  [{ code: 'client_rejected', remedy: 'entraSecretExpired' }, '7000222'],
  [{ code: 'client_rejected', remedy: 'entraPublicClient' }, '7000218'],
  [{ code: 'client_rejected', remedy: 'entraNoSecret' }, '700025'],
  [{ code: 'client_rejected', remedy: 'entraCertificate' }, '50012 700027 700030'],
  // The directory
  [
    { code: 'token_request_rejected', remedy: 'entraDirectory' },
    '50059 50128 50194 90002 90019 90038 90124 90130 700005 9001023',
  ],
  // A request that lacks something
  [{ code: 'token_request_rejected' }, '90004 90013 90014 90023 90100 900144 9002313'],
  // Refresh tokens and codes that are over
  [{ code: 'grant_dead', remedy: 'entraSignInFrequency' }, '70043'],
  [{ code: 'grant_dead', remedy: 'entraSinglePage' }, '700084'],
  [{ code: 'grant_dead' }, '50173 70000 70008 700082'],
  [{ code: 'code_rejected' }, '54005 501481'],
  // What passes by itself: a client that asks too often, limits, and services behind that do not answer
  [{ code: 'server_busy' }, '40010 50033 50087 50088 50166 50196 80002 80014 90006 90012 90024 90033 90055 90090'],
];

const byNumber = new Map(groups.flatMap(([meaning, numbers]) => numbers.split(' ').map((number) => [number, meaning])));

/** What Entra said, also when another server passes it on; null when it said nothing known here. */
export function entraError({ use, description }: Refusal): KnownRefusal | null {
  // What another server passes on may be wrapped in a number of its own.
  for (const [, number = ''] of description.matchAll(/\bAADSTS(\d{5,7})\b/g)) {
    const known = byNumber.get(number);
    if (known !== undefined) return atItsUse(known, use);
  }
  const isPersonal = /personal microsoft accounts? (?:are|is) not supported/i.test(description);
  return isPersonal ? { code: 'sigma_personal_account', remedy: 'entraWorkAccount' } : null;
}
