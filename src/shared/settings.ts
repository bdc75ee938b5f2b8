/**
 * The one list of what a person may choose about the program. The page of settings, what is stored, what an administrator
 * can decide and the table of the documents come from it. No schema: the first picture of a window needs it.
 */

import { spokenLanguages } from './text/languages.ts';

export type SettingValue = string | number | boolean;

/** The groups in their order. */
export const settingGroups = [
  'look',
  'start',
  'tabs',
  'wall',
  'signIn',
  'notifications',
  'audit',
  'monitoring',
  'updates',
] as const;
export type SettingGroup = (typeof settingGroups)[number];

interface AnySetting {
  readonly group: SettingGroup;
  /** The key of the policy by which an administrator decides it. Left out: it is always the person's. */
  readonly policyKey?: string;
  /** Left out: in the file of the settings. `updates`: where updates keep what they remember. */
  readonly keptBy?: 'updates';
}

export type Setting = AnySetting &
  (
    | { readonly kind: 'choice'; readonly values: readonly string[]; readonly default: string }
    /** One of a few numbers; an administrator may decide on another one. */
    | {
        readonly kind: 'amount';
        /** `timeOfDay`: minutes after midnight. */
        readonly unit: 'percent' | 'seconds' | 'minutes' | 'days' | 'timeOfDay' | 'tabs';
        readonly values: readonly number[];
        readonly default: number;
      }
    | { readonly kind: 'switch'; readonly default: boolean }
  );

const wholeHours = Array.from({ length: 24 }, (_, hour) => hour * 60);

export const settings = {
  appearance: { group: 'look', kind: 'choice', values: ['system', 'light', 'dark'], default: 'system' },
  /** Counts from the next start on: what is written in a menu or in a dialog of the system cannot change while it is open. */
  language: {
    group: 'look',
    kind: 'choice',
    values: ['system', ...spokenLanguages],
    default: 'system',
    policyKey: 'language',
  },
  textSize: {
    group: 'look',
    kind: 'amount',
    unit: 'percent',
    values: [80, 90, 100, 110, 125, 150, 175, 200],
    default: 100,
  },
  /** Beside an open workbook; where the window is too narrow, it is opened over it and closes by itself. */
  rail: { group: 'look', kind: 'switch', default: false },
  atStart: { group: 'start', kind: 'choice', values: ['lastWorkbook', 'startPage'], default: 'lastWorkbook' },
  startAtLogin: { group: 'start', kind: 'switch', default: false, policyKey: 'startAtLogin' },
  /** 0: never. */
  tabSleep: {
    group: 'tabs',
    kind: 'amount',
    unit: 'minutes',
    values: [0, 5, 10, 15, 30, 60, 120, 240],
    default: 30,
    policyKey: 'tabSleepMinutes',
  },
  /** In each window, the one before the person included. */
  liveTabs: {
    group: 'tabs',
    kind: 'amount',
    unit: 'tabs',
    values: [2, 4, 6, 8, 12, 16, 24],
    default: 8,
    policyKey: 'mostLiveTabs',
  },
  wallAtStart: { group: 'wall', kind: 'switch', default: false, policyKey: 'wallboardAtStart' },
  wallSeconds: {
    group: 'wall',
    kind: 'amount',
    unit: 'seconds',
    values: [10, 15, 20, 30, 45, 60, 120, 300, 600],
    default: 30,
    policyKey: 'wallboardSeconds',
  },
  wallDisplay: {
    group: 'wall',
    kind: 'choice',
    values: ['window', '1', '2', '3', '4'],
    default: 'window',
    policyKey: 'wallboardDisplay',
  },
  wallKeepsAwake: { group: 'wall', kind: 'switch', default: true },
  signOutWhenLocked: { group: 'signIn', kind: 'switch', default: false, policyKey: 'signOutWhenLocked' },
  /** 0: never. */
  signOutWhenIdle: {
    group: 'signIn',
    kind: 'amount',
    unit: 'minutes',
    values: [0, 5, 10, 15, 30, 60, 120, 240],
    default: 0,
    policyKey: 'signOutWhenIdle',
  },
  notifications: { group: 'notifications', kind: 'switch', default: true, policyKey: 'notifications' },
  notifySignIn: { group: 'notifications', kind: 'switch', default: true },
  /** 0: never. */
  notifyRenewal: {
    group: 'notifications',
    kind: 'amount',
    unit: 'minutes',
    values: [0, 5, 10, 15, 30, 60],
    default: 10,
  },
  notifyDownloads: { group: 'notifications', kind: 'switch', default: true },
  notifyActions: { group: 'notifications', kind: 'switch', default: true },
  notifyAlerts: { group: 'notifications', kind: 'switch', default: true },
  notifyAlarms: { group: 'notifications', kind: 'switch', default: true },
  /** A desktop may show them to whoever stands before it. */
  notificationNames: { group: 'notifications', kind: 'switch', default: false, policyKey: 'notificationNames' },
  quietHours: { group: 'notifications', kind: 'switch', default: false },
  quietFrom: { group: 'notifications', kind: 'amount', unit: 'timeOfDay', values: wholeHours, default: 1_080 },
  quietTo: { group: 'notifications', kind: 'amount', unit: 'timeOfDay', values: wholeHours, default: 480 },
  badge: { group: 'notifications', kind: 'switch', default: true },
  tray: { group: 'notifications', kind: 'switch', default: false },
  auditTrail: { group: 'audit', kind: 'switch', default: true, policyKey: 'auditTrail' },
  auditDays: {
    group: 'audit',
    kind: 'amount',
    unit: 'days',
    values: [14, 30, 90, 180, 365],
    default: 90,
    policyKey: 'auditDays',
  },
  auditSystemLog: { group: 'audit', kind: 'switch', default: false, policyKey: 'auditSystemLog' },
  /** Once a minute on the disk, for an agent that most computers do not have. */
  statusFile: { group: 'monitoring', kind: 'switch', default: false, policyKey: 'statusFile' },
  statusNames: { group: 'monitoring', kind: 'switch', default: false, policyKey: 'statusNames' },
  updateMode: {
    group: 'updates',
    kind: 'choice',
    values: ['automatic', 'notify', 'off'],
    default: 'automatic',
    policyKey: 'updates',
    keptBy: 'updates',
  },
  updateChannel: {
    group: 'updates',
    kind: 'choice',
    values: ['latest', 'beta'],
    default: 'latest',
    policyKey: 'updateChannel',
    keptBy: 'updates',
  },
} as const satisfies Record<string, Setting>;

type Settings = typeof settings;
export type SettingId = keyof Settings;
export const settingIds = Object.keys(settings) as [SettingId, ...SettingId[]];

/** What a setting may be, as the person chooses it. */
export type ValueOf<Id extends SettingId> = Settings[Id] extends { readonly kind: 'switch' }
  ? boolean
  : Settings[Id] extends { readonly kind: 'amount' }
    ? number
    : Settings[Id] extends { readonly values: readonly (infer Value)[] }
      ? Value
      : never;

/** Those that are kept in the file of the settings. */
export type OwnSettingId = {
  [Id in SettingId]: Settings[Id] extends { readonly keptBy: string } ? never : Id;
}[SettingId];

export const settingOf = (id: SettingId): Setting => settings[id];
export const isOwnSetting = (id: SettingId): id is OwnSettingId => settingOf(id).keptBy === undefined;

/** Whether a person can have chosen this value. */
export function isValueOf(id: SettingId, value: unknown): boolean {
  const setting = settingOf(id);
  if (setting.kind === 'switch') return typeof value === 'boolean';
  return setting.values.some((one) => one === value);
}

/** A setting as windows show it. */
export interface ShownSetting {
  readonly id: SettingId;
  readonly value: SettingValue;
  readonly setBy: 'default' | 'person' | 'administrator' | 'program';
}

/** What a setting is now. */
export function settingIn<Id extends SettingId>(shown: readonly ShownSetting[], id: Id): ValueOf<Id> {
  const value = shown.find((one) => one.id === id)?.value ?? settingOf(id).default;
  // Sound: main sends no other kind of value for this setting.
  return value as ValueOf<Id>;
}
