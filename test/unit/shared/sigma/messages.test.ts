/** The contract of guests: which of Sigma's messages are taken, what is left of them, and what may be said to Sigma. */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type * as sdk from '@sigmacomputing/embed-sdk';
import { describe, expect, test } from 'vitest';
import { splitValues } from '../../../../src/shared/profile/control-values.ts';
import { SigmaCommand } from '../../../../src/shared/sigma/commands.ts';
import { sigmaEventTypes } from '../../../../src/shared/sigma/event-types.ts';
import { SigmaEvent, savedWorkbookId, unknownFields } from '../../../../src/shared/sigma/events.ts';
import { decodeControlValue, MOST_VARIABLES } from '../../../../src/shared/sigma/fields.ts';
import { inbound, outbound } from '../../../../standins/workbook/message-table.js';

/** Every message name in Sigma's own SDK. It exports them as types alone, so they are read from its source. */
const sdkSource = readFileSync(createRequire(import.meta.url).resolve('@sigmacomputing/embed-sdk'), 'utf8');
const sdkNames = [...sdkSource.matchAll(/Event\w*Name = "([^"]+)"/g)].map((match) => match[1]);

/** Samples typed by the SDK: if Sigma changes a shape, this file stops compiling. */
const ofTheSdk: Record<string, unknown> = {
  loaded: { type: 'workbook:loaded', workbook: { variables: { a: '1' } } } satisfies sdk.WorkbookLoadedEvent,
  dataLoaded: { type: 'workbook:dataloaded' } satisfies sdk.WorkbookDataLoadedEvent,
  error: { type: 'workbook:error', code: 'EINVAL', message: 'x' } satisfies sdk.WorkbookErrorEvent,
  chartError: {
    type: 'workbook:chart:error',
    code: 'x',
    message: undefined,
    nodeId: 'n',
  } satisfies sdk.WorkbookChartErrorEvent,
  changed: {
    type: 'workbook:variables:onchange',
    workbook: { variables: { a: '1' } },
  } satisfies sdk.WorkbookVariableOnChangeEvent,
  current: { type: 'workbook:variables:current', variables: {} } satisfies sdk.WorkbookCurrentVariablesEvent,
  explore: { type: 'workbook:exploreKey:onchange', exploreKey: null } satisfies sdk.WorkbookExploreKeyOnChangeEvent,
  bookmark: {
    type: 'workbook:bookmark:onchange',
    bookmarkName: null,
    workbookId: 'w',
    versionTagName: null,
    bookmarkId: null,
  } satisfies sdk.WorkbookBookmarkOnChangeEvent,
  node: {
    type: 'workbook:selectednodeid:onchange',
    selectedNodeId: null,
    nodeType: null,
  } satisfies sdk.WorkbookSelectedNodeEvent,
};

/** What has nothing but the fields without which a message says nothing. */
const bare: Record<(typeof sigmaEventTypes)[number], object> = {
  'workbook:loaded': {},
  'workbook:dataloaded': {},
  'workbook:error': {},
  'workbook:chart:error': {},
  'workbook:variables:onchange': { workbook: { variables: {} } },
  'workbook:variables:current': { variables: {} },
  'workbook:exploreKey:onchange': { exploreKey: null },
  'workbook:bookmark:oncreate': { bookmarkId: 'b' },
  'workbook:bookmark:onchange': { bookmarkId: null },
  'workbook:bookmark:ondelete': { bookmarkId: 'b' },
  'workbook:bookmark:onupdate': { bookmarkId: 'b' },
  'workbook:selectednodeid:onchange': { selectedNodeId: null },
  'workbook:fullscreen:onchange': { fullScreen: true },
  'workbook:pageheight:onchange': { pageHeight: 800 },
  'workbook:id:onchange': { id: 'w' },
  'url:onchange': { url: '/workbook/w' },
  'workbook:published': {},
  'workbook:saveas': {},
  'workbook:ondelete': {},
  'action:outbound': { name: 'chosen' },
  'workbook:chart:onvalueselect': {},
  'workbook:table:oncellselect': {},
  'workbook:pivottable:oncellselect': {},
  'document:element:nodata': {},
};

const taken = (message: object) => SigmaEvent.parse(message);

describe('what Sigma says', () => {
  test('is known by every name of the help pages, as the stand-in has them, and of the SDK', () => {
    const ours = [...sigmaEventTypes, ...SigmaCommand.options.map(({ shape }) => shape.type.value)];
    expect([...ours].sort()).toEqual([...Object.keys(outbound), ...Object.keys(inbound)].sort());
    expect(sdkNames.filter((name) => !(ours as (string | undefined)[]).includes(name))).toEqual([]);
  });

  test('has the same names in the preload and in main', () => {
    expect([...sigmaEventTypes].sort()).toEqual(SigmaEvent.options.map(({ shape }) => shape.type.value).sort());
  });

  test.each(Object.entries(ofTheSdk))('is taken as the SDK describes it: %s', (_name, sample) => {
    expect(SigmaEvent.safeParse(sample).success).toBe(true);
  });

  const each = Object.entries(bare);
  test.each(each)('is taken without the fields that it can do without: %s', (type, fields) => {
    expect(SigmaEvent.safeParse({ type, ...fields }).success).toBe(true);
  });

  test.each(each)('is taken when every other field is null, or of an odd kind: %s', (type, fields) => {
    const { shape } = SigmaEvent.options.find((option) => option.shape.type.value === type) ?? { shape: {} };
    const others = Object.keys(shape).filter((field) => field !== 'type' && !(field in fields));
    for (const odd of [null, 7, { of: [] }, 'x'.repeat(100_000)]) {
      const message = { type, ...fields, ...Object.fromEntries(others.map((field) => [field, odd])), future: odd };
      const result = SigmaEvent.safeParse(message);
      expect(result.success).toBe(true);
      expect(result.data).not.toHaveProperty('future');
    }
  });

  test.each(each.filter(([, fields]) => Object.keys(fields).length > 0))(
    'is refused without the field that it says nothing without: %s',
    (type) => {
      expect(SigmaEvent.safeParse({ type }).success).toBe(false);
    },
  );

  test('keeps a selection whose kind of node is new', () => {
    const type = 'workbook:selectednodeid:onchange';
    expect(taken({ type, selectedNodeId: 'n', nodeType: 'container' })).toEqual({
      type,
      selectedNodeId: 'n',
      nodeType: null,
    });
  });

  test.each([
    null,
    'workbook:loaded',
    { type: 'other' },
    { type: 'workbook:variables:onchange', workbook: { variables: [] } },
    { type: 'workbook:exploreKey:onchange', exploreKey: 'x'.repeat(5_000) },
    { type: 'workbook:id:onchange', id: '' },
    { type: 'url:onchange', url: 'x'.repeat(5_000) },
    { type: 'workbook:pageheight:onchange', pageHeight: -1 },
    { type: 'workbook:pageheight:onchange', pageHeight: Number.NaN },
  ])('is refused as %j', (message) => {
    expect(SigmaEvent.safeParse(message).success).toBe(false);
  });

  test.each(['saveWorkbookId', 'savedWorkbookID', 'savedWorkbookId', 'saveWorkbookID'])(
    'names the copy under any spelling: %s',
    (field) => {
      const event = taken({ type: 'workbook:saveas', workbookId: 'a', [field]: 'copy' });
      expect(event.type === 'workbook:saveas' && savedWorkbookId(event)).toBe('copy');
    },
  );

  test('has fields that are told as unknown, and others that are not', () => {
    expect(unknownFields({ type: 'workbook:dataloaded', future: 1 })).toEqual(['future']);
    expect(unknownFields({ type: 'workbook:saveas', savedWorkbookID: 'x' })).toEqual([]);
    expect(unknownFields({ type: 'workbook:chart:onvalueselect', values: [], title: 't' })).toEqual([]);
    expect(unknownFields({ future: 1 })).toEqual([]);
  });
});

describe('the values of controls', () => {
  const valuesOf = (variables: object) => {
    const event = taken({ type: 'workbook:variables:current', variables });
    return event.type === 'workbook:variables:current' ? event.variables : null;
  };

  test.each([
    ['East,Midwest', 'East,Midwest'],
    ['East%2CMidwest', 'East,Midwest'],
    ['M%C3%BCnchen%20%26%20Z%C3%BCrich', 'München & Zürich'],
    ['50%', '50%'],
    ['100%25', '100%'],
    ['a+b', 'a+b'],
    ['', ''],
    ['%E0%A4%A', '%E0%A4%A'],
  ])('are plain text, whether they come encoded or not: %s', (wire, value) => {
    expect(decodeControlValue(wire)).toBe(value);
    expect(valuesOf({ control: wire })).toEqual({ control: value });
  });

  test('may be numbers, yes or no, nothing, and lists', () => {
    expect(valuesOf({ a: 1.5, b: true, c: null, d: ['East', 'Mid%20West', 3] })).toEqual({
      a: '1.5',
      b: 'true',
      c: '',
      d: 'East,Mid West,3',
    });
  });

  test('keep a comma that is in one value of a list apart from those between values', () => {
    const text = valuesOf({ names: ['Smith, John', 'a\\', 'x'] })?.names ?? '';
    expect(splitValues(text)).toEqual(['Smith, John', 'a\\', 'x']);
  });

  test('are left out one by one where they are of another kind or too long', () => {
    const odd = { a: { of: 1 }, b: 'x'.repeat(70_000), ['c'.repeat(2_000)]: '1', d: [{}], kept: '1' };
    expect(valuesOf(odd)).toEqual({ kept: '1' });
  });

  test('are refused when there are more than a workbook has', () => {
    const many = Object.fromEntries(Array.from({ length: MOST_VARIABLES + 1 }, (_, index) => [`c${index}`, '1']));
    expect(SigmaEvent.safeParse({ type: 'workbook:variables:current', variables: many }).success).toBe(false);
  });
});

test("the values of an author's action are texts, numbers and lists, and bounded", () => {
  const values = { a: 'x'.repeat(5_000), b: 1, c: [1, ['two', [3]]], d: { of: 1 }, e: null, ['k'.repeat(300)]: 1 };
  const event = taken({ type: 'action:outbound', name: 'chosen', values });
  expect(event.type === 'action:outbound' && event.values).toEqual({
    a: 'x'.repeat(4_096),
    b: 1,
    c: [1, ['two', null]],
    e: null,
  });
});

describe('what is said to Sigma', () => {
  test.each([
    { type: 'workbook:refresh' },
    { type: 'workbook:refresh', nodeId: 'n' },
    { type: 'workbook:bookmark:create', name: 'Mine', isDefault: false, isShared: false },
    { type: 'workbook:bookmark:select' },
    { type: 'workbook:fullscreen:update', nodeId: null },
    { type: 'workbook:modal:toggle' },
    { type: 'report:download' },
    { type: 'workbook:mode:update', mode: 'edit' },
    { type: 'document:navigateto', inodeId: 'i', pageId: 'p' },
    { type: 'workbook:sharinglink:update', sharingLink: 'https://example.com/a' },
  ])('may be %j', (command) => {
    expect(SigmaCommand.parse(command)).toEqual(command);
  });

  test.each([
    { type: 'workbook:loaded' },
    { type: 'workbook:variables:update' },
    { type: 'workbook:bookmark:create', name: '', isDefault: false, isShared: false },
    { type: 'workbook:modal:toggle', modalType: 'delete' },
    { type: 'workbook:mode:update', mode: 'owner' },
    { type: 'workbook:sharinglink:update', sharingLink: 'sightglass://open' },
    { type: 'workbook:sharinglink:update', sharingLink: `https://example.com/${'a'.repeat(1_000)}` },
  ])('is never %j', (command) => {
    expect(SigmaCommand.safeParse(command).success).toBe(false);
  });
});
