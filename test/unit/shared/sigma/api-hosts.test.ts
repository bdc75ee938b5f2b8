import { expect, test } from 'vitest';
import { sigmaApiOrigin } from '../../../../src/shared/sigma/api-hosts.ts';

test.each([
  ['https://app.eu.aws.sigmacomputing.com', 'https://api.eu.aws.sigmacomputing.com'],
  ['https://app.us.azure.sigmacomputing.com', 'https://api.us.azure.sigmacomputing.com'],
  // Several deployments share it.
  ['https://app.sigmacomputing.com', null],
  ['https://app.unknown.sigmacomputing.com', null],
  ['https://app.eu.aws.sigmacomputing.com.evil.example', null],
  ['http://app.eu.aws.sigmacomputing.com', null],
  ['https://sigma.example', null],
])('the API of %s is at %s', (origin, found) => {
  expect(sigmaApiOrigin(origin)).toBe(found);
});
