/** The contract of guests: which events are accepted, and which are not. */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type * as sdk from '@sigmacomputing/embed-sdk';
import { describe, expect, test } from 'vitest';
import { SigmaCommand, SigmaEvent } from '../../../src/shared/embed-host.ts';
import { sigmaEventTypes } from '../../../src/shared/embed-host-names.ts';

/** Every message name in Sigma's own SDK. It exports them as types alone, so they are read from its source. */
const sdkSource = readFileSync(createRequire(import.meta.url).resolve('@sigmacomputing/embed-sdk'), 'utf8');
const sdkNames = new Set([...sdkSource.matchAll(/Event\w*Name = "([^"]+)"/g)].map((match) => match[1]));

/** Samples typed by the SDK: if Sigma changes a shape, this file stops compiling. */
const samples: Record<string, unknown> = {
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

describe("the frame's contract", () => {
  test('uses the names of the SDK', () => {
    const ours = [...sigmaEventTypes, ...SigmaCommand.options.map(({ shape }) => shape.type.value)];
    expect(ours.filter((name) => !sdkNames.has(name))).toEqual([]);
  });

  test('names the same events for the preload and for main', () => {
    expect([...sigmaEventTypes].sort()).toEqual(SigmaEvent.options.map(({ shape }) => shape.type.value).sort());
  });

  test.each(Object.entries(samples))('takes what the SDK describes: %s', (_name, sample) => {
    expect(SigmaEvent.safeParse(sample).success).toBe(true);
  });

  test.each([
    null,
    'workbook:loaded',
    { type: 'other' },
    { type: 'workbook:variables:onchange' },
    { type: 'workbook:variables:onchange', workbook: { variables: { a: { b: 1 } } } },
    { type: 'workbook:exploreKey:onchange', exploreKey: 'x'.repeat(5_000) },
  ])('refuses %j', (message) => {
    expect(SigmaEvent.safeParse(message).success).toBe(false);
  });
});
