/** The session details as one text, for a mail or a ticket. Encrypted tokens are told by their length alone, as in the panel. */
import type { GrantView, ProfileView, SessionDetails, VaultBackend } from '../../shared/state.ts';
import type { Text } from '../../shared/text/en.ts';
import { format } from '../../shared/text/format.ts';
import { claimRows } from './claim-rows.ts';
import { clockTime } from './clocks.ts';
import { shownClaims } from './shown-claims.ts';

export interface ToldDetails {
  readonly details: SessionDetails;
  readonly view: ProfileView;
  readonly grants: readonly GrantView[];
  readonly vault: VaultBackend;
  readonly now: number;
}

export function detailsText({ details, view, grants, vault, now }: ToldDetails, text: Text): string {
  const words = text.details;
  const line = (name: string, value: string) => format(text.about.fact, { name, value });
  const part = (title: string, lines: readonly string[]) => (lines.length === 0 ? [] : ['', title, ...lines]);
  const claims = (values: Record<string, unknown>) =>
    claimRows(values, text).flatMap(({ path, value }) => (value === null ? [] : [line(path, value)]));
  return [
    words.title,
    ...part(
      words.clocks,
      details.clocks.map(({ what, connection, at }) =>
        line(format(text.clocks[what], { connection: connection ?? '' }), clockTime(at, now, text)),
      ),
    ),
    ...grants.flatMap((grant) => {
      const label = view.profile.connections.find(({ id }) => id === grant.connectionId)?.label;
      return part(label ?? '', [
        ...(grant.person ? [line(words.signedInAs, grant.person.userName)] : []),
        line(words.grantedScopes, grant.scopes.join(' ') || words.notReported),
        ...(grant.lastRenewedAt === null ? [] : [line(words.lastRenewed, clockTime(grant.lastRenewedAt, now, text))]),
      ]);
    }),
    ...part(words.whereSecretsAre, [text.vaultBackends[vault]]),
    ...part(words.claimsTitle, claims(shownClaims(details.claims, text))),
    ...part(words.headerTitle, claims(details.header)),
    ...part(words.workbook, [details.workbookUrl]),
  ].join('\n');
}
