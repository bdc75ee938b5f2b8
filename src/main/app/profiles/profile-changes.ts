/** What a change of a profile changes, field by field, to be asked about before it or told of after it. */
import { isDeepStrictEqual } from 'node:util';
import type { ActionRule } from '../../../shared/profile/actions.ts';
import type { Connection } from '../../../shared/profile/connection.ts';
import { unsignedUrl } from '../../../shared/profile/embed-parameters.ts';
import type { Profile, Workbook } from '../../../shared/profile/profile.ts';
import { refreshesByItself } from '../../../shared/profile/refresh.ts';
import { sigmaOrigin } from '../../../shared/profile/sigma.ts';
import { type ChangedField, type ProfileChange, shownValue } from '../../../shared/text/change-text.ts';

/** Each field as one comparable text; null for none. */
type Fields<Value> = readonly (readonly [field: ChangedField, of: (value: Value) => string | null])[];

const profileFields: Fields<Profile> = [
  ['sigmaAddress', sigmaOrigin],
  ['embedClientId', ({ embedClientId }) => embedClientId],
  ['tenant', ({ tenant }) => tenant],
  ['evalConnectionId', ({ evalConnectionId }) => evalConnectionId],
  ['userKind', ({ user }) => user.kind],
  ['email', ({ user }) => user.email],
  ['fallbackEmail', ({ user }) => user.fallbackEmail ?? null],
  ['accountType', ({ user }) => (user.kind === 'embed' ? user.accountType : null)],
  ['teams', ({ user }) => (user.kind === 'embed' && user.teams.length > 0 ? user.teams.join(', ') : null)],
  ['attributes', ({ user }) => (user.kind === 'embed' ? attributesOf(user.fixedAttributes) : null)],
  ['sessionSeconds', ({ sessionSeconds }) => String(sessionSeconds)],
  ['organisationToken', ({ connections }) => connections.find((one) => one.isForOrganisation)?.label ?? null],
];

const connectionFields: Fields<Connection> = [
  ['flow', ({ flow }) => flow],
  ['server', ({ server }) => partsOf(server)],
  ['clientId', ({ clientId }) => clientId],
  ['clientAuthentication', ({ clientAuthentication }) => clientAuthentication],
  ['signingKey', ({ signingKey }) => signingKey && partsOf(signingKey)],
  ['exchange', ({ exchange }) => exchange && [partsOf(exchange.server), exchange.clientId, exchange.scopes].join(' ')],
  ['scopes', ({ scopes }) => scopes.toSorted().join(' ')],
  ['redirectUris', ({ redirectUris }) => redirectUris.join(' ')],
];

const workbookFields: Fields<Workbook> = [['refresh', (workbook) => refreshOf(workbook)]];

const attributesOf = (rows: readonly { readonly attribute: string; readonly value: string }[]): string | null =>
  rows.length === 0 ? null : rows.map(({ attribute, value }) => `${attribute} = ${value}`).join(', ');

const partsOf = (value: object): string =>
  Object.values(value)
    .filter((part) => part !== null)
    .join(' ');

const differences = <Value>(fields: Fields<Value>, before: Value, after: Value): ProfileChange[] =>
  fields
    .filter(([, of]) => of(before) !== of(after))
    .map(([field, of]) => ({ field, before: shownValue(of(before)), after: shownValue(of(after)) }));

/** What a profile has come to have, and what it has lost, of things with a name. */
function comeAndGone(field: ChangedField, before: readonly string[], after: readonly string[]): ProfileChange[] {
  return [
    ...before.filter((one) => !after.includes(one)).map((one) => ({ field, before: shownValue(one), after: null })),
    ...after.filter((one) => !before.includes(one)).map((one) => ({ field, before: null, after: shownValue(one) })),
  ];
}

/** A rule for an action as one comparable line. */
const ruleText = (rule: ActionRule): string =>
  rule.kind === 'address'
    ? `${rule.action} → ${rule.address}`
    : `${rule.action} → ${rule.workbook} ${rule.controls.map(({ control, value }) => `${control}=${value}`).join(' ')}`.trim();

/** What a workbook asks of Sigma, besides what follows the app. A choice to follow nothing looks the same, and is a change. */
function optionChanges(before: Workbook, after: Workbook): ProfileChange[] {
  if (isDeepStrictEqual(before.options, after.options)) return [];
  const shown = (workbook: Workbook) => {
    const url = unsignedUrl(workbook, { theme: null, language: null });
    return shownValue(`${workbook.title}: ${url.slice(workbook.url.length).replace(':embed=true&', '')}`);
  };
  return [{ field: 'workbookOptions', before: shown(before), after: shown(after) }];
}

/** When a workbook is refreshed by itself, as one comparable line; null for by hand alone. */
const refreshOf = ({ refresh }: Workbook): string | null =>
  refresh && refreshesByItself(refresh)
    ? [
        refresh.everyMinutes === null ? '' : `${refresh.everyMinutes} min`,
        refresh.onReturn ? 'on return' : '',
        refresh.afterSleep ? 'after sleep' : '',
        `${refresh.mostPerHour}/h`,
      ]
        .filter(Boolean)
        .join(', ')
    : null;

/** In the order of the form. Secrets are no part of a profile, so they are not here. */
export function profileChanges(before: Profile, after: Profile): ProfileChange[] {
  const inBoth = after.connections.flatMap((connection) => {
    const earlier = before.connections.find(({ id }) => id === connection.id);
    return earlier ? differences(connectionFields, earlier, connection) : [];
  });
  const moved = after.workbooks.filter(({ id, url }) =>
    before.workbooks.some((one) => one.id === id && one.url !== url),
  );
  // One that has another address now is said once, with both; of what came and went, each is said.
  const others = ({ workbooks }: Profile) =>
    workbooks.filter(({ id }) => !moved.some((one) => one.id === id)).map(({ url }) => url);
  const sigmaIdsOf = ({ connections }: Profile) =>
    connections.flatMap(({ sigmaConnectionId }) => sigmaConnectionId ?? []);
  return [
    ...differences(profileFields, before, after),
    ...moved.map(({ id, url }): ProfileChange => {
      const earlier = before.workbooks.find((one) => one.id === id);
      return { field: 'workbook', before: shownValue(earlier?.url ?? null), after: shownValue(url) };
    }),
    ...comeAndGone('workbook', others(before), others(after)),
    ...comeAndGone('action', (before.actions ?? []).map(ruleText), (after.actions ?? []).map(ruleText)),
    ...after.workbooks.flatMap((workbook) => {
      const earlier = before.workbooks.find(({ id }) => id === workbook.id);
      return earlier ? [...optionChanges(earlier, workbook), ...differences(workbookFields, earlier, workbook)] : [];
    }),
    ...comeAndGone('connection', sigmaIdsOf(before), sigmaIdsOf(after)),
    ...inBoth,
  ];
}
