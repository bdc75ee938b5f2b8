/** A state of the program for every face that the window has. Times are relative to `now`. */

import type { DownloadView } from '../../../src/shared/downloads.ts';
import type { AppErrorView, ErrorCode } from '../../../src/shared/errors.ts';
import { noGrant } from '../../../src/shared/grants.ts';
import { usualOptions } from '../../../src/shared/profile/workbook-options.ts';
import type { AppState, GrantView, PaneView, ProfileView, SessionDetails, TabView } from '../../../src/shared/state.ts';
import type { WallView } from '../../../src/shared/wall.ts';
import { aboutStates } from './about-fixtures.ts';
import { doctorStates } from './doctor-fixtures.ts';
import { settingStates, settingViews } from './settings-fixtures.ts';

const minute = 60_000;

/** The moment at which the tests stop the clock: Wednesday, 4 March 2026, 16:45 UTC. */
export const testNow = Date.UTC(2026, 2, 4, 16, 45);

const id = (number: number) => `00000000-0000-4000-8000-${String(number).padStart(12, '0')}`;
export const ids = {
  finance: id(1),
  research: id(2),
  authors: id(3),
  databricks: id(11),
  lakehouse: id(12),
  wallboard: id(14),
  researchConnection: id(13),
  revenue: id(21),
  pipeline: id(22),
  trials: id(23),
  pane: id(31),
  otherPane: id(32),
  notice: id(41),
  secondNotice: id(42),
};

export function errorOf(code: ErrorCode, detail = ''): AppErrorView {
  return { code, values: detail === '' ? {} : { reason: 'said', said: detail } };
}

const server = {
  provider: 'databricks',
  host: 'https://dbc-1a2b3c4d-5e6f.cloud.databricks.com',
  level: 'workspace',
  accountId: null,
} as const;

const connection = (connectionId: string, label: string): ProfileView['profile']['connections'][number] => ({
  id: connectionId,
  label,
  isForOrganisation: false,
  sigmaConnectionId: '4b1f0c1e-9d0b-4f0e-8a53-6a3c1f2a7d11',
  server,
  clientId: '7c0f8a52-2b7e-4d5b-9e37-1f6f0b8d2c44',
  flow: 'authorization_code',
  exchange: null,
  clientAuthentication: 'none',
  signingKey: null,
  scopes: ['all-apis', 'offline_access'],
  redirectUris: ['http://localhost:3000/auth/databricks/callback', 'http://localhost:3001/auth/databricks/callback'],
});

const workbook = (workbookId: string, title: string) => ({
  id: workbookId,
  title,
  url: `https://app.sigmacomputing.com/acme/workbook/${title.replaceAll(' ', '-')}-5Qw7rTzGm`,
  options: usualOptions,
});

export const finance: ProfileView = {
  profile: {
    id: ids.finance,
    name: 'Finance',
    embedClientId: 'e3b0c44298fc1c149afbf4c8996fb924',
    user: {
      kind: 'embed',
      email: null,
      differentAddresses: 'refused',
      accountType: 'View',
      teams: ['Finance', 'EMEA'],
      attributes: [],
      fixedAttributes: [],
      teamsClaim: null,
    },
    tenant: null,
    evalConnectionId: null,
    sessionSeconds: 3_600,
    workbooks: [workbook(ids.revenue, 'Revenue by region')],
    connections: [connection(ids.databricks, 'Databricks')],
  },
  hasEmbedSecret: true,
  clientSecrets: [],
};

/** Another profile of the same embed client, which tells Sigma something else about the same people. */
const financeForAuthors: ProfileView = {
  ...finance,
  profile: {
    ...finance.profile,
    id: ids.authors,
    name: 'Finance, for authors',
    user: { ...finance.profile.user, accountType: 'Build', teams: ['Finance'] } as ProfileView['profile']['user'],
    workbooks: [workbook(ids.pipeline, 'Pipeline and forecast')],
    connections: [connection(ids.lakehouse, 'Lakehouse EU')],
  },
};

/** Sigma sees an address that it may refuse. */
const financeOfGuest: ProfileView = {
  ...finance,
  profile: {
    ...finance.profile,
    user: { ...finance.profile.user, email: 'ada_example.com#EXT#@contoso.onmicrosoft.com' },
  },
};

const severalWorkbooks: ProfileView = {
  ...finance,
  profile: {
    ...finance.profile,
    workbooks: [...finance.profile.workbooks, workbook(ids.pipeline, 'Pipeline and forecast')],
  },
};

export const withActions: ProfileView = {
  ...severalWorkbooks,
  profile: {
    ...severalWorkbooks.profile,
    actions: [
      { kind: 'address', action: 'open-order', address: 'https://crm.example.com/orders/{order}' },
      {
        kind: 'workbook',
        action: 'region-chosen',
        workbook: severalWorkbooks.profile.workbooks[1]?.url ?? '',
        controls: [{ control: 'Region', value: '{region}' }],
      },
    ],
  },
};

export const severalConnections: ProfileView = {
  ...severalWorkbooks,
  profile: {
    ...severalWorkbooks.profile,
    connections: [...finance.profile.connections, connection(ids.lakehouse, 'Lakehouse EU')],
  },
};

export const research: ProfileView = {
  profile: {
    id: ids.research,
    name: 'Research',
    embedClientId: '9f86d081884c7d659a2feaa0c55ad015',
    user: { kind: 'internal', email: 'trials@example.com', differentAddresses: 'refused' },
    tenant: null,
    evalConnectionId: null,
    sessionSeconds: 86_400,
    workbooks: [workbook(ids.trials, 'Clinical trials')],
    connections: [
      {
        ...connection(ids.researchConnection, 'Databricks (account)'),
        server: { ...server, level: 'account', accountId: '0d26daa6-5e44-4c97-a497-ef015f91254a' },
        clientAuthentication: 'client_secret_post',
      },
    ],
  },
  hasEmbedSecret: true,
  clientSecrets: [ids.researchConnection],
};

const machineConnection: ProfileView['profile']['connections'][number] = {
  ...connection(ids.wallboard, 'Wallboard'),
  flow: 'client_credentials',
  clientAuthentication: 'client_secret_post',
  scopes: ['all-apis'],
};

const wallboard: ProfileView = {
  ...finance,
  profile: { ...finance.profile, connections: [machineConnection] },
};

const threeConnections: ProfileView = {
  ...finance,
  profile: {
    ...finance.profile,
    connections: [...severalConnections.profile.connections, machineConnection],
  },
};

const grant = (now: number, connectionId: string = ids.databricks): GrantView => ({
  connectionId,
  status: 'signed-in',
  person: { userName: 'ada.lovelace@example.com', displayName: 'Ada Lovelace' },
  scopes: ['all-apis', 'offline_access'],
  expiresAt: now + 59 * minute,
  renewsAt: now + 54 * minute + 20_000,
  lastRenewedAt: now - minute,
  renewable: true,
  isServiceAccount: false,
  isAtRest: false,
  isIdentityIncomplete: false,
  problem: null,
});

const machineGrant = (now: number): GrantView => ({
  ...grant(now, ids.wallboard),
  person: { userName: '7c0f8a52-2b7e-4d5b-9e37-1f6f0b8d2c44', displayName: 'wallboard-principal' },
  scopes: ['all-apis'],
  isServiceAccount: true,
});

const ended = (now: number, connectionId?: string): GrantView => ({
  ...grant(now, connectionId),
  status: 'ended',
  expiresAt: now - minute,
  renewsAt: null,
  problem: errorOf('grant_dead', 'The authorization server answered 400 invalid_grant: Refresh token is invalid.'),
});

const guest = (number: number, role: 'active' | 'standby' = 'active') => ({
  guestId: id(100 + number),
  element: id(100 + number),
  src: `sightglass-embed://frame/${id(100 + number)}`,
  partition: `embed-${ids.finance}`,
  role,
});

const pane = (now: number): PaneView => ({
  paneId: ids.pane,
  profileId: ids.finance,
  workbookId: ids.revenue,
  title: 'Revenue by region',
  phase: 'ready',
  stage: 'data',
  error: null,
  retriesAt: null,
  retriedAfter: null,
  isCatchingUp: false,
  guests: [guest(1)],
  sessionExpiresAt: now + 59 * minute,
  swaps: 0,
  edit: null,
  steps: { canGoBack: false, canGoForward: false },
  place: {
    document: { title: 'Revenue by region', kind: 'workbook', isOwn: true },
    mode: 'view',
    controls: {},
    bookmarkId: null,
    selectedNode: null,
    isMaximised: false,
  },
  contents: {
    bookmarks: [],
    nodes: [],
    actions: [],
    noData: 0,
    chartErrors: 0,
    chartProblem: null,
    isOutdated: false,
    isDeleted: false,
  },
  data: {
    asOf: now - 3 * minute,
    refreshesAt: null,
    isRefreshing: false,
    pausedBy: null,
    isUnanswered: false,
    byPerson: { answered: 0, unanswered: 0 },
  },
});

const alerts: AppState['alerts'] = [
  { when: { kind: 'no-data' } } as const,
  { when: { kind: 'control', name: 'Segment', test: 'is', value: 'Enterprise' } } as const,
  { when: { kind: 'action', name: 'approve', field: 'amount', test: 'above', value: '1000' } } as const,
].map((one, index) => ({ ...one, alertId: id(400 + index), profileId: ids.finance, workbookId: ids.revenue }));

/** A pane whose workbook has told much of itself. */
const inside = (now: number): PaneView => ({
  ...pane(now),
  place: {
    document: { title: 'Revenue by region', kind: 'workbook', isOwn: true },
    mode: 'explore',
    controls: { Region: 'East,Midwest', 'Order-date': '2026-01-01', MinRevenue: '', Segment: 'Enterprise' },
    bookmarkId: 'bookmark-1',
    selectedNode: { id: 'chart-revenue', type: 'element' },
    isMaximised: false,
  },
  contents: {
    bookmarks: [
      { id: 'bookmark-1', name: 'East, this quarter', isShared: true, isDefault: true },
      { id: 'bookmark-2', name: '', isShared: null, isDefault: null },
      {
        id: 'bookmark-3',
        name: 'Only enterprise customers with a renewal in the next ninety days',
        isShared: false,
        isDefault: false,
      },
    ],
    nodes: [
      { id: 'page-overview', type: 'page', title: null },
      { id: 'chart-revenue', type: 'element', title: 'Revenue a day' },
      { id: 'Xy7_kPq0aB', type: 'element', title: null },
    ],
    actions: [],
    noData: 1,
    chartErrors: 2,
    chartProblem: {
      code: 'data_access_denied',
      values: {
        reason: 'sigmaSays',
        said: "SQL access control error: Insufficient privileges to operate on table 'TRIPS'",
      },
    },
    isOutdated: false,
    isDeleted: false,
  },
});

const base = (_now: number): AppState => ({
  revision: 1,
  version: '0.1.0',
  platform: 'linux',
  build: {
    kind: 'release',
    commit: '3f786850e387550fdab836ed7e6dc881de23001b',
    electron: '45.4.1',
    chromium: '156.0.8078.100',
    node: '24.18.1',
    system: 'Linux 6.1.0 x64',
  },
  policy: { isManaged: false, keys: [], notUnderstood: [], fault: null },
  help: null,
  crashReports: { isOn: true, kept: 0, newestAt: null, isAfterCrash: false },
  updatedFrom: null,
  online: true,
  clockAheadMs: 0,
  vault: { mode: 'encrypted', backend: 'secret-service', problem: null },
  profiles: [finance],
  recentWorkbooks: [],
  pinnedWorkbooks: [],
  grants: [],
  signIn: null,
  signInProblem: null,
  notices: [],
  updates: { status: 'off', reason: 'development' },
  updateChoices: { mode: 'off', channel: 'latest', fixed: ['mode', 'channel'] },
  chosenKeys: {},
  settings: settingViews(),
  languageWaits: false,
  signsOutAt: null,
  downloads: [],
  workbookZooms: {},
  alerts: [],
  windows: [{ windowId: id(91), title: null }],
  window: {
    windowId: id(91),
    kind: 'viewer',
    isUsedLast: true,
    profileId: ids.finance,
    panes: [],
    tabs: [],
    chosenTab: null,
    splits: [],
    closedTabs: 0,
    closeQuestion: null,
    aheadPane: null,
    linkQuestion: null,
    broughtSetUp: null,
    printing: null,
    isFullScreen: false,
    wall: null,
    about: null,
    sheet: null,
    areaSteps: 0,
    asks: [],
    found: [],
    checks: null,
    doctor: null,
  },
});

const onWall = (now: number, wall: WallView): AppState => {
  const old = { ...pane(now), data: { ...pane(now).data, asOf: now - 40 * 60_000 } };
  const state = showing(open(now), [old]);
  return { ...state, window: { ...state.window, wall } };
};

/** The state with these workbooks open. */
const showing = (state: AppState, panes: PaneView[]): AppState => {
  const tabs = panes.map(tabOf);
  const chosenTab = tabs.findLast(({ profileId }) => profileId === state.window.profileId)?.tabId ?? null;
  return { ...state, window: { ...state.window, panes, tabs, chosenTab } };
};
/** The tab of a pane has its number, a hundred further. */
const tabOf = ({ paneId, profileId, workbookId, place }: PaneView): TabView => {
  const tabId = id(Number(paneId.slice(-12)) + 100);
  return { tabId, profileId, workbookId, title: place.document.title, paneId };
};
const withoutProfile = (now: number): AppState => {
  const state = base(now);
  return { ...state, profiles: [], window: { ...state.window, profileId: null } };
};

const memoryVault: AppState['vault'] = {
  mode: 'memory',
  backend: 'none',
  problem: errorOf('vault_unprotected', 'The backend is basic_text.'),
};

const signIn = (now: number, phase: NonNullable<AppState['signIn']>['phase']): AppState['signIn'] => ({
  connectionId: ids.databricks,
  phase,
  startedAt: now - 28_000,
  deadline: now + 272_000,
  hasStrayAnswer: false,
  account: null,
});

const waitingFor = (now: number, more: Partial<NonNullable<AppState['signIn']>>): AppState['signIn'] => {
  const waiting = signIn(now, 'waiting-for-browser');
  return waiting && { ...waiting, ...more };
};

const download = (n: number, name: string, part: Partial<DownloadView>): DownloadView => ({
  downloadId: id(300 + n),
  paneId: ids.pane,
  profileId: ids.finance,
  name,
  status: 'running',
  receivedBytes: 6_200_000,
  totalBytes: 14_200_000,
  mayOpen: false,
  isMade: false,
  mayResume: false,
  error: null,
  ...part,
});
const downloads: DownloadView[] = [
  download(1, 'Revenue by region - Orders 2026-11-27.csv', {}),
  download(2, 'Revenue by region - All rows 2026-11-27.xlsx', { status: 'paused', totalBytes: null }),
  download(3, 'Revenue by region 2026-11-27.pdf', { status: 'done', receivedBytes: 98_500, mayOpen: true }),
  download(4, 'Revenue by region 2026-11-27.zip', { status: 'done', receivedBytes: 98_500 }),
  download(5, 'Revenue by region 2026-11-26.csv', {
    status: 'failed',
    mayResume: true,
    error: { code: 'download_broken_off', values: { reason: 'offline', file: 'Revenue by region 2026-11-26.csv' } },
  }),
];

const open = (now: number): AppState => showing({ ...base(now), grants: [grant(now)] }, [pane(now)]);

/** Three workbooks that are loaded: one of another profile that failed, one that loads, and the one before the person. */
const tabbedPanes = (now: number): PaneView[] => [
  {
    ...pane(now),
    paneId: id(33),
    profileId: ids.research,
    workbookId: ids.trials,
    phase: 'failed',
    error: errorOf('frame_load_failed'),
    guests: [guest(3)],
    place: { ...pane(now).place, document: { title: 'Trials of the second phase', kind: 'workbook', isOwn: true } },
  },
  {
    ...pane(now),
    paneId: ids.otherPane,
    workbookId: ids.pipeline,
    phase: 'loading',
    guests: [guest(2)],
    place: { ...pane(now).place, document: { title: 'Pipeline and forecast', kind: 'workbook', isOwn: true } },
  },
  pane(now),
];

/** Two of them side by side, with two controls on both, and a third one behind. The second one has the keys. */
const split = (now: number): AppState => {
  const [, pipeline] = tabbedPanes(now);
  const panes = [
    {
      ...pane(now),
      paneId: id(34),
      guests: [guest(4)],
      place: { ...pane(now).place, document: { title: 'Margins', kind: 'workbook' as const, isOwn: true } },
    },
    {
      ...inside(now),
      ...(pipeline && { paneId: pipeline.paneId, workbookId: pipeline.workbookId, guests: pipeline.guests }),
      title: 'Pipeline and forecast',
      place: {
        ...inside(now).place,
        document: { title: 'Pipeline and forecast', kind: 'workbook' as const, isOwn: true },
        controls: { Region: 'East', Segment: '', Stage: 'Won' },
      },
    },
    inside(now),
  ];
  const state = showing({ ...open(now), profiles: [severalWorkbooks, research] }, panes);
  const [, first, second] = state.window.tabs;
  const splits =
    first && second ? [{ tabIds: [first.tabId, second.tabId] as [string, string], share: 0.5, isLinked: false }] : [];
  return { ...state, window: { ...state.window, splits } };
};

/** Besides, one of them is open twice, asleep. */
function tabbed(state: AppState): AppState {
  const [first] = state.window.tabs;
  const asleep = first ? [{ ...first, tabId: id(199), title: 'Revenue by region', paneId: null }] : [];
  return { ...state, window: { ...state.window, tabs: [...state.window.tabs, ...asleep], closedTabs: 1 } };
}

const manyId = (number: number) => id(1_000 + number);
const subjects = ['Revenue by region', 'Pipeline and forecast', 'Orders this week', 'Churn and renewals', 'Margin'];
const areas = [
  'Finance',
  'Sales EMEA',
  'Zürich plant',
  'Research & trials',
  'الإيرادات',
  '物流',
  'Support',
  'People',
  'Board',
  'IT',
];

/** Fifty workbooks in ten profiles, as a normal day has them: some signed in to, one without its secret. */
function manyWorkbooks(state: AppState): AppState {
  const profiles = areas.map((name, index): ProfileView => {
    const number = index + 1;
    return {
      ...finance,
      hasEmbedSecret: number !== 9,
      profile: {
        ...finance.profile,
        id: manyId(number),
        name,
        workbooks: subjects.map((title, at) =>
          workbook(manyId(number * 100 + at + 1), `${title}${index > 4 ? ` ${name}` : ''}`),
        ),
        connections: [connection(manyId(10_000 + number), 'Databricks')],
      },
    };
  });
  return {
    ...state,
    profiles,
    grants: [1, 2, 4].map((number) => grant(testNow, manyId(10_000 + number))),
    recentWorkbooks: [manyId(101), manyId(203), manyId(501)],
    pinnedWorkbooks: [manyId(402), manyId(101)],
    window: { ...state.window, profileId: manyId(1) },
  };
}

/** What `state.get` answers for each name; see `gallery.tsx` for the names that need more than a state. */
export const fixtures = {
  'first-run': withoutProfile,
  'first-run-no-keychain': (now) => ({ ...withoutProfile(now), vault: memoryVault }),
  'signed-out': base,
  'shared-users': (now) => ({ ...base(now), profiles: [finance, financeForAuthors, research] }),
  'with-actions': (now) => ({ ...base(now), profiles: [withActions] }),
  'several-profiles': (now) => ({ ...base(now), profiles: [finance, research] }),
  'several-connections': (now) => ({ ...base(now), profiles: [severalConnections], grants: [grant(now)] }),
  'connections-and-machine': (now) => ({ ...base(now), profiles: [threeConnections], grants: [grant(now)] }),
  'machine-failed': (now) => ({
    ...base(now),
    profiles: [threeConnections],
    grants: [grant(now), grant(now, ids.lakehouse)],
    signInProblem: {
      connectionId: ids.wallboard,
      error: errorOf('client_rejected', 'The authorization server answered 401 invalid_client.'),
      asSomebodyElse: false,
    },
  }),
  'machine-at-rest': (now) => ({
    ...base(now),
    profiles: [wallboard],
    grants: [{ ...noGrant(ids.wallboard), isServiceAccount: true, isAtRest: true }],
  }),
  'other-profile-waiting': (now) => ({
    ...base(now),
    profiles: [research, finance],
    signIn: waitingFor(now, {}),
    window: { ...base(now).window, profileId: ids.research },
  }),
  'people-differ': (now) =>
    showing({ ...base(now), profiles: [severalConnections], grants: [grant(now), grant(now, ids.lakehouse)] }, [
      {
        ...pane(now),
        phase: 'failed',
        error: { code: 'people_differ', values: { reason: 'named', names: ['ada@example.com', 'ben@example.com'] } },
      },
    ]),
  'workbook-guest-address': (now) => ({ ...open(now), profiles: [financeOfGuest] }),
  'workbook-machine': (now) => ({ ...open(now), profiles: [wallboard], grants: [machineGrant(now)] }),
  'no-keychain': (now) => ({ ...base(now), vault: memoryVault }),
  'secret-missing': (now) => ({ ...base(now), profiles: [{ ...finance, hasEmbedSecret: false }] }),
  offline: (now) => ({ ...base(now), online: false }),
  preparing: (now) => ({ ...base(now), signIn: signIn(now, 'preparing') }),
  waiting: (now) => ({ ...base(now), signIn: signIn(now, 'waiting-for-browser') }),
  'waiting-stray-answer': (now) => ({ ...base(now), signIn: waitingFor(now, { hasStrayAnswer: true }) }),
  'waiting-unaskable': (now) => ({ ...base(now), signIn: waitingFor(now, { account: 'unaskable' }) }),
  exchanging: (now) => ({ ...base(now), signIn: signIn(now, 'exchanging') }),
  'sign-in-failed': (now) => ({
    ...base(now),
    signInProblem: {
      connectionId: ids.databricks,
      error: errorOf('authorization_denied', 'The authorization server answered access_denied: User denied consent.'),
      asSomebodyElse: false,
    },
  }),
  'sign-in-misconfigured': (now) => ({
    ...base(now),
    profiles: [severalConnections],
    grants: [grant(now)],
    signInProblem: {
      connectionId: ids.lakehouse,
      error: errorOf('redirect_ports_busy', 'Port 3000 and port 3001 are in use by other programs.'),
      asSomebodyElse: false,
    },
  }),
  'sign-in-cancelled': (now) => ({
    ...base(now),
    signInProblem: {
      connectionId: ids.databricks,
      error: errorOf('sign_in_cancelled'),
      asSomebodyElse: false,
    },
  }),
  ended: (now) => ({ ...base(now), grants: [ended(now)] }),
  opening: (now) => ({ ...base(now), grants: [grant(now)] }),
  choose: (now) => ({ ...base(now), profiles: [severalWorkbooks], grants: [grant(now)] }),
  'start-with-last': (now) => {
    const state = base(now);
    const tab = (n: number, workbookId: string, title: string): TabView => ({
      tabId: id(100 + n),
      profileId: ids.finance,
      workbookId,
      title,
      paneId: null,
    });
    const tabs = [tab(1, ids.pipeline, 'Pipeline and forecast'), tab(2, ids.revenue, 'Revenue by region')];
    return {
      ...state,
      profiles: [severalWorkbooks],
      grants: [grant(now)],
      window: { ...state.window, tabs, chosenTab: id(101) },
    };
  },
  'start-with-page': (now) => ({
    ...base(now),
    profiles: [severalWorkbooks],
    grants: [grant(now)],
    recentWorkbooks: [ids.pipeline],
    settings: settingViews({ atStart: { value: 'startPage', setBy: 'person' } }),
  }),
  loading: (now) => showing(open(now), [{ ...pane(now), phase: 'loading', stage: 'loading' }]),
  workbook: open,
  wall: (now) => onWall(now, { shownPaneId: ids.pane, preparedPaneId: null, hasPicture: true, lacks: 'network' }),
  'wall-without-picture': (now) =>
    onWall(now, { shownPaneId: null, preparedPaneId: null, hasPicture: false, lacks: 'sign-in' }),
  'workbook-choice': (now) => ({ ...open(now), profiles: [severalWorkbooks, research] }),
  swapping: (now) =>
    showing({ ...open(now), grants: [{ ...grant(now), status: 'renewing' }] }, [
      { ...pane(now), guests: [guest(1), guest(2, 'standby')] },
    ]),
  swapped: (now) => showing(open(now), [{ ...pane(now), guests: [guest(1, 'standby'), guest(2)], swaps: 1 }]),
  'not-renewable': (now) => ({
    ...open(now),
    grants: [{ ...grant(now), renewable: false, renewsAt: null, problem: errorOf('renewal_unavailable') }],
  }),
  'not-asked-for-refresh': (now) => ({
    ...open(now),
    profiles: [
      {
        ...finance,
        profile: {
          ...finance.profile,
          connections: finance.profile.connections.map((one) => ({ ...one, scopes: ['all-apis'] })),
        },
      },
    ],
    grants: [{ ...grant(now), scopes: ['all-apis'], renewable: false, renewsAt: null }],
  }),
  'workbook-offline': (now) => ({
    ...open(now),
    online: false,
    grants: [{ ...grant(now), problem: errorOf('offline', 'The connection to the authorization server was reset.') }],
  }),
  'workbook-ended': (now) => ({ ...open(now), grants: [ended(now)] }),
  'workbook-ended-waiting': (now) => ({
    ...open(now),
    grants: [ended(now)],
    signIn: signIn(now, 'waiting-for-browser'),
  }),
  'workbook-somebody-else': (now) => ({ ...open(now), signIn: waitingFor(now, { account: 'asked' }) }),
  'workbook-somebody-else-unaskable': (now) => ({
    ...open(now),
    signIn: waitingFor(now, { account: 'unaskable', hasStrayAnswer: true }),
  }),
  'workbook-somebody-else-failed': (now) => ({
    ...open(now),
    signInProblem: {
      connectionId: ids.databricks,
      error: errorOf('authorization_denied', 'The authorization server answered access_denied: User denied consent.'),
      asSomebodyElse: true,
    },
  }),
  'workbook-sign-in-failed': (now) => ({
    ...open(now),
    signInProblem: {
      connectionId: ids.databricks,
      error: errorOf('sign_in_timed_out'),
      asSomebodyElse: false,
    },
  }),
  'workbook-unverified': (now) =>
    showing({ ...open(now), grants: [{ ...grant(now), person: null, isIdentityIncomplete: true }] }, [
      {
        ...pane(now),
        phase: 'failed',
        error: { code: 'email_unverified', values: { reason: 'said', address: 'ada.lovelace@example.com' } },
      },
    ]),
  'workbook-not-renewed': (now) =>
    showing(
      {
        ...open(now),
        grants: [{ ...ended(now), problem: errorOf('client_rejected', 'The server answered HTTP 401.') }],
      },
      [{ ...pane(now), phase: 'failed', error: errorOf('client_rejected', 'The server answered HTTP 401.') }],
    ),
  'workbook-refused': (now) => ({
    ...open(now),
    grants: [{ ...grant(now), problem: errorOf('renewal_refused', 'The server answered HTTP 403.') }],
  }),
  'workbook-over-offline': (now) =>
    showing(
      {
        ...open(now),
        grants: [{ ...grant(now), expiresAt: now - minute, problem: errorOf('offline', 'as.example is away.') }],
      },
      [{ ...pane(now), phase: 'failed', error: errorOf('offline', 'as.example is away.'), retriesAt: now + minute }],
    ),
  'workbook-over': (now) =>
    showing(
      {
        ...open(now),
        grants: [{ ...grant(now), expiresAt: now - minute, problem: errorOf('server_busy', 'HTTP 500.') }],
      },
      [{ ...pane(now), phase: 'failed', error: errorOf('server_busy', 'HTTP 500.'), retriesAt: now + 4 * minute }],
    ),
  'workbook-failed': (now) =>
    showing(open(now), [
      {
        ...pane(now),
        phase: 'failed',
        error: errorOf('sigma_secret_wrong', 'Sigma answered: Invalid encrypted token.'),
      },
    ]),
  'workbook-tries-again': (now) =>
    showing(open(now), [
      {
        ...pane(now),
        phase: 'failed',
        error: errorOf('frame_load_failed', 'The network answered ERR_NAME_NOT_RESOLVED.'),
        retriesAt: now + 4 * minute,
      },
    ]),
  'workbook-catching-up': (now) =>
    showing(open(now), [{ ...pane(now), isCatchingUp: true, guests: [guest(1), guest(2, 'standby')] }]),
  'many-workbooks': (now) => manyWorkbooks(base(now)),
  'workbook-of-many': (now) =>
    showing(manyWorkbooks(base(now)), [{ ...inside(now), profileId: manyId(1), workbookId: manyId(101) }]),
  'workbook-rail': (now) => ({
    ...showing(manyWorkbooks(base(now)), [{ ...inside(now), profileId: manyId(1), workbookId: manyId(101) }]),
    settings: settingViews({ rail: { value: true, setBy: 'person' } }),
  }),
  'workbook-tabs': (now) => tabbed(showing({ ...open(now), profiles: [severalWorkbooks, research] }, tabbedPanes(now))),
  'workbook-split': (now) => split(now),
  'workbook-tabs-of-many': (now) => {
    const shown = { ...inside(now), profileId: manyId(1), workbookId: manyId(101) };
    const behind = tabbedPanes(now).slice(0, 2);
    const state = manyWorkbooks(base(now));
    const inFirst = { ...state, window: { ...state.window, profileId: manyId(1) } };
    return tabbed(showing(inFirst, [...behind, shown]));
  },
  'closing-tab': (now) => {
    const state = tabbed(showing({ ...open(now), profiles: [severalWorkbooks, research] }, tabbedPanes(now)));
    const [tab] = state.window.tabs;
    const closeQuestion = tab ? { tabId: tab.tabId, title: tab.title, loses: 'editing' as const, isMove: false } : null;
    return { ...state, window: { ...state.window, closeQuestion } };
  },
  'moving-tab': (now) => {
    const state = tabbed(showing({ ...open(now), profiles: [severalWorkbooks, research] }, tabbedPanes(now)));
    const [tab] = state.window.tabs;
    const closeQuestion = tab ? { tabId: tab.tabId, title: tab.title, loses: 'saving' as const, isMove: true } : null;
    return { ...state, window: { ...state.window, closeQuestion } };
  },
  'two-windows': (now) => ({
    ...showing(open(now), [pane(now)]),
    windows: [
      { windowId: id(91), title: 'Revenue by region' },
      { windowId: id(92), title: 'Pipeline and forecast' },
    ],
  }),
  'link-question': (now) => {
    const state = open(now);
    const [first] = state.profiles;
    const workbook = first?.profile.workbooks[0];
    const choices =
      first && workbook ? [{ workbookId: workbook.id, title: workbook.title, profile: first.profile.name }] : [];
    const values = [
      { name: 'Region', value: 'West,North' },
      { name: 'Customer', value: 'Smith\\, John' },
      { name: 'Since', value: '' },
    ];
    const linkQuestion = { questionId: id(77), choices, values };
    return { ...state, window: { ...state.window, linkQuestion } };
  },
  'link-question-of-many': (now) => {
    const state = manyWorkbooks(base(now));
    const choices = state.profiles.slice(0, 3).flatMap(({ profile }) =>
      profile.workbooks.slice(0, 1).map((one) => {
        return { workbookId: one.id, title: one.title, profile: profile.name };
      }),
    );
    const values = Array.from({ length: 20 }, (_, at) => ({ name: `Control ${at}`, value: 'long '.repeat(99) }));
    return { ...state, window: { ...state.window, linkQuestion: { questionId: id(78), choices, values } } };
  },
  'workbook-downloads': (now) => ({ ...open(now), downloads }),
  'workbook-found': (now) => {
    const state = open(now);
    return { ...state, window: { ...state.window, found: [{ paneId: ids.pane, at: 3, count: 17 }] } };
  },
  'workbook-inside': (now) => showing({ ...open(now), alerts }, [inside(now)]),
  'workbook-many-controls': (now) =>
    showing(open(now), [
      {
        ...inside(now),
        contents: { ...pane(now).contents, chartErrors: 1 },
        place: {
          ...inside(now).place,
          controls: Object.fromEntries(
            Array.from({ length: 24 }, (_, index) => [`Control-${index + 1}`, index % 3 === 0 ? '' : `value ${index}`]),
          ),
        },
      },
    ]),
  'workbook-actions': (now) =>
    showing(open(now), [
      {
        ...inside(now),
        contents: {
          ...inside(now).contents,
          isOutdated: true,
          actions: [
            {
              id: id(51),
              name: 'zip-chosen',
              values: [
                { name: 'zip', value: '11371' },
                { name: 'borough', value: 'Queens' },
              ],
              times: 3,
              outcome: 'shown',
            },
            { id: id(52), name: 'open-order', values: [{ name: 'order', value: '' }], times: 1, outcome: 'unfit' },
            { id: id(53), name: 'a'.repeat(81), values: [], times: 1, outcome: 'declined' },
          ],
        },
      },
    ]),
  'workbook-deleted': (now) =>
    showing(open(now), [
      {
        ...pane(now),
        phase: 'failed',
        error: { code: 'workbook_deleted', values: { reason: 'own', workbook: 'Revenue by region' } },
        contents: { ...pane(now).contents, isDeleted: true },
      },
    ]),
  notices: (now) => ({
    ...open(now),
    notices: [
      {
        id: ids.notice,
        error: errorOf('settings_damaged', 'The file was kept as settings.damaged.json.'),
        lasts: false,
      },
      { id: ids.secondNotice, error: errorOf('vault_write_failed', 'The disk answered ENOSPC.'), lasts: false },
    ],
  }),
  ...aboutStates(open),
  ...settingStates(open),
  ...doctorStates(open, withoutProfile),
} as const satisfies Record<string, (now: number) => AppState>;
export type FixtureName = keyof typeof fixtures;

export const sessionDetails = (now: number, sub = 'ada.lovelace@example.com'): SessionDetails => ({
  header: { alg: 'HS256', kid: finance.profile.embedClientId, typ: 'JWT' },
  claims: {
    sub,
    iss: finance.profile.embedClientId,
    aud: 'sigmacomputing',
    ver: '1.1',
    jti: '5b6f1a3e-8f0a-4a8e-9e8e-3f7b8f6d2a10',
    iat: Math.floor(now / 1_000) - 60,
    exp: Math.floor(now / 1_000) + 3_540,
    account_type: 'View',
    teams: ['Finance', 'EMEA'],
    connection_oauth_tokens: { '4b1f0c1e-9d0b-4f0e-8a53-6a3c1f2a7d11': 1_482 },
  },
  workbookUrl: 'https://app.sigmacomputing.com/acme/workbook/Revenue-by-region-5Qw7rTzGm',
  clocks: [
    { what: 'token-expires', connection: 'Databricks', at: now + 59 * minute },
    { what: 'sign-in-renews', connection: 'Databricks', at: now + 54 * minute + 20_000 },
    { what: 'session-ends', connection: null, at: now + 59 * minute },
  ],
});
