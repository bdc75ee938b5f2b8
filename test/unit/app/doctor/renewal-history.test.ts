import { expect, test } from 'vitest';
import { createRenewalHistory } from '../../../../src/main/app/doctor/renewal-history.ts';
import { AppError } from '../../../../src/shared/errors.ts';
import { grantAt } from '../../../support/grants.ts';

const offline = new AppError('offline', { reason: 'noConnection', host: 'one.example' });

function history() {
  let at = 0;
  const made = createRenewalHistory({
    now() {
      at += 1;
      return at;
    },
  });
  const renewed = () => made.grantEvent({ kind: 'renewed', grant: grantAt(0) });
  const failed = () => made.grantEvent({ kind: 'renewal-failed', connectionId: 'connection', problem: offline });
  return { made, renewed, failed };
}

test('renewals are kept with their time and the code of their failure, and nothing else', () => {
  const { made, renewed, failed } = history();
  renewed();
  failed();
  expect(made.of('connection')).toEqual([
    { at: 1, problem: null },
    { at: 2, problem: 'offline' },
  ]);
  expect(made.of('another')).toEqual([]);
});

test('the last twenty are kept', () => {
  const { made, renewed } = history();
  for (let count = 0; count < 30; count += 1) renewed();
  expect(made.of('connection').map(({ at }) => at)).toEqual(Array.from({ length: 20 }, (_, index) => index + 11));
});

test('a new sign-in, and one that is over, begin anew', () => {
  const { made, failed } = history();
  failed();
  made.grantEvent({ kind: 'adopted', grant: grantAt(0), earlier: null, lastPerson: null });
  expect(made.of('connection')).toEqual([]);
  failed();
  made.grantEvent({ kind: 'forgotten', connectionId: 'connection' });
  expect(made.of('connection')).toEqual([]);
});
