/** Whether every claim that the profile reads came with a sign-in, and of which kind it is. Values may be names, and are not told. */
import { type CheckFinding, finding } from '../../../../shared/checks.ts';
import { AppError, errorOfView } from '../../../../shared/errors.ts';
import { isServiceAccount } from '../../../../shared/profile/connection-rules.ts';
import { plainText } from '../../../log/plain-text.ts';
import type { ClaimValue, Grant } from '../../../oauth/grants/grant.ts';
import { mappedClaimNames } from '../../workbooks/embed-user.ts';
import { failedWith, type ProfileCheck, right } from '../check.ts';

export const claims: ProfileCheck = {
  id: 'claims',
  about: 'profile',
  where: 'doctor',
  needs: ['grant'],
  async run({ profile }, { keeper }) {
    const names = mappedClaimNames(profile.user);
    if (names.length === 0) return right(finding('claims_unneeded'));
    const personal = profile.connections.filter((connection) => !isServiceAccount(connection));
    const grants = keeper.held().filter(({ connectionId }) => personal.some(({ id }) => id === connectionId));
    const read = names.map((name) => ({ name, value: claimIn(grants, name) }));
    const seen = read.flatMap(({ name, value }) => (value === null ? [] : seenOf(name, value)));
    const missing = read.filter(({ value }) => value === null).map(({ name }) => name);
    const [first] = missing;
    if (first === undefined) return right(...seen);
    const told = grants.flatMap(({ identityProblems }) =>
      identityProblems && Object.hasOwn(identityProblems.claims, first) ? (identityProblems.claims[first] ?? []) : [],
    )[0];
    const error = told ? errorOfView(told) : new AppError('claim_missing', { claim: first });
    const absent = finding('claims_absent', { claims: missing.map((name) => plainText(name, 120)) });
    return failedWith(error, personal[0]?.server ?? null, absent, ...seen);
  },
};

const claimIn = (grants: readonly Grant[], name: string): ClaimValue =>
  grants.map(({ claims: held }) => (Object.hasOwn(held, name) ? held[name] : null)).find((value) => value != null) ??
  null;

function seenOf(name: string, value: NonNullable<ClaimValue>): CheckFinding {
  const claim = plainText(name, 120);
  return Array.isArray(value)
    ? finding('claim_list', { claim, count: value.length })
    : finding('claim_text', { claim });
}
