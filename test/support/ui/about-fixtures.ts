/** What the About dialog shows, and the states of updates. Times are relative to `now`. */
import type { GuidePart, News, ThirdPartyNotice } from '../../../src/shared/about.ts';
import type { AppState } from '../../../src/shared/state.ts';
import type { UpdateView } from '../../../src/shared/updates.ts';

const day = 24 * 60 * 60_000;

export const guide: GuidePart[] = [
  { title: '', blocks: [{ kind: 'text', text: 'For people who look at workbooks.' }] },
  {
    title: 'Finding your way',
    blocks: [
      {
        kind: 'rows',
        head: ['You want to', 'Do this'],
        rows: [
          ['keep a workbook at hand', '**Go**, **Pin Workbook**'],
          ['open one more', 'Ctrl+T, or the + beside the tabs'],
        ],
      },
      { kind: 'list', items: ['Choose **Sign in**. Your own browser opens.'] },
    ],
  },
];

export const news: News = {
  version: '0.1.0',
  sections: [
    {
      title: 'Signing in',
      items: [
        'Sign-in in the system browser to Databricks, Microsoft Entra ID, OpenID Connect servers, Snowflake and Google.',
        'A sign-in outlives a renewal that fails halfway: what the server gave is kept before anything else is checked.',
      ],
    },
    { title: 'Renewal', items: ['Renewal behind the scenes while the workbook stays open.'] },
  ],
};

const mit = [
  'Permission is hereby granted, free of charge, to any person obtaining a copy of this software and associated documentation files (the "Software"), to deal in the Software without restriction.',
  'THE SOFTWARE IS PROVIDED "AS IS", WITHOUT WARRANTY OF ANY KIND.',
].join('\n\n');

export const thirdParties: ThirdPartyNotice[] = [
  { name: 'zod', version: '4.6.7', licence: 'MIT', text: mit },
  { name: 'react', version: '19.3.1', licence: 'MIT', text: mit },
  { name: 'react-aria-components', version: '1.22.1', licence: 'Apache-2.0', text: mit },
  { name: 'dotenv', version: '18.0.10', licence: 'BSD-2-Clause', text: mit },
];

const looking = (now: number) =>
  ({ channel: 'latest', updatedBy: 'itself', checkedAt: now - 3_600_000, problem: null }) as const;

const release = (now: number) => ({
  version: '0.2.0',
  publishedAt: now - 2 * day,
  notes: 'Workbooks open faster.\nA sign-in that was refused says why.',
});

/** Every state of updates. */
export const updates = {
  off: () => ({ status: 'off', reason: 'policy' }),
  idle: (now) => ({ status: 'idle', ...looking(now) }),
  checking: (now) => ({ status: 'checking', ...looking(now) }),
  available: (now) => ({
    status: 'available',
    ...looking(now),
    release: release(now),
    deferred: null,
    canDownload: true,
  }),
  deferred: (now) => ({
    status: 'available',
    ...looking(now),
    release: release(now),
    deferred: { until: now + 5 * day, by: 'policy' },
    canDownload: false,
  }),
  downloading: (now) => ({ status: 'downloading', ...looking(now), release: release(now), percent: 41.6 }),
  ready: (now) => ({ status: 'ready', ...looking(now), release: release(now), heldBy: null, laterUntil: null }),
  held: (now) => ({ status: 'ready', ...looking(now), release: release(now), heldBy: 'editing', laterUntil: null }),
  failed: (now) => ({
    status: 'idle',
    ...looking(now),
    problem: { code: 'update_untrusted', values: { reason: 'signature' } },
  }),
  rolledBack: (now) => ({ status: 'rolled-back', ...looking(now), from: '0.2.0', to: '0.1.0' }),
} as const satisfies Record<string, (now: number) => UpdateView>;

/** The faces of the dialog and of the notices, over any state. */
export function aboutStates(over: (now: number) => AppState) {
  const at = (now: number, page: AppState['window']['about'], changes: Partial<AppState> = {}): AppState => {
    const state = { ...over(now), ...changes };
    return { ...state, window: { ...state.window, about: page } };
  };
  const person = { mode: 'automatic', channel: 'latest', fixed: [] } as const;
  const open = { updateChoices: { ...person, fixed: [] } };
  return {
    about: (now: number) => at(now, 'program', { ...open, updates: updates.idle(now) }),
    'about-managed': (now: number) =>
      at(now, 'program', {
        build: { ...over(now).build, kind: 'not-a-release', commit: null },
        policy: { isManaged: true, keys: ['updateUrl', 'updates'], notUnderstood: ['colour'], fault: null },
        help: { address: 'https://help.example.com/sightglass', name: 'IT service desk' },
        updates: updates.off(),
        crashReports: { isOn: true, kept: 2, newestAt: now - 60_000, isAfterCrash: true },
      }),
    'about-checking': (now: number) => at(now, 'program', { ...open, updates: updates.checking(now) }),
    'about-available': (now: number) => at(now, 'program', { ...open, updates: updates.available(now) }),
    'about-deferred': (now: number) => at(now, 'program', { ...open, updates: updates.deferred(now) }),
    'about-downloading': (now: number) => at(now, 'program', { ...open, updates: updates.downloading(now) }),
    'about-ready': (now: number) => at(now, 'program', { ...open, updates: updates.ready(now) }),
    'about-held': (now: number) => at(now, 'program', { ...open, updates: updates.held(now) }),
    'about-update-failed': (now: number) => at(now, 'program', { ...open, updates: updates.failed(now) }),
    'about-rolled-back': (now: number) => at(now, 'program', { ...open, updates: updates.rolledBack(now) }),
    'about-guide': (now: number) => at(now, 'guide'),
    'about-news': (now: number) => at(now, 'news'),
    'about-notices': (now: number) => at(now, 'notices'),
    'about-licence': (now: number) => at(now, 'licence'),
    'about-crashes': (now: number) =>
      at(now, 'crashes', { crashReports: { isOn: true, kept: 2, newestAt: now - 60_000, isAfterCrash: true } }),
    'about-crashes-off': (now: number) =>
      at(now, 'crashes', { crashReports: { isOn: false, kept: 0, newestAt: null, isAfterCrash: false } }),
    'update-available': (now: number) => at(now, null, { updates: updates.available(now) }),
    'update-ready': (now: number) => at(now, null, { updates: updates.ready(now) }),
    'update-held': (now: number) => at(now, null, { updates: updates.held(now) }),
    updated: (now: number) => at(now, null, { updatedFrom: '0.0.9' }),
  };
}
