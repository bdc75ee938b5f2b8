/** The form as it is kept in case the page is lost, and the form that is made of it again. */
import { formText, holdsSecrets, type KeptForm } from '../../shared/kept.ts';
import { emptyAction } from './action-values.ts';
import { emptyConnection } from './connection-values.ts';
import { draftOf, emptyAttribute, emptyFixedAttribute, emptyForm, type FormValues } from './form-values.ts';
import { withKeptSecret } from './rebinding.ts';
import { emptyControl, emptyWorkbook } from './workbook-values.ts';

/** What a saved profile is, for comparing; an empty form for one in the making. */
export const basisOf = (start: FormValues): string => (start.id === null ? '{}' : formText(draftOf(start)));

/** @param earlier what came back after an earlier loss: what was said of that stays true */
export const keptForm = (start: FormValues, values: FormValues, earlier: ReturnedForm | null): KeptForm => ({
  profileId: start.id,
  values: formText(values),
  basis: earlier?.basis ?? basisOf(start),
  hadSecrets: holdsSecrets(values) || earlier?.hadSecrets === true,
});

export interface ReturnedForm {
  readonly values: FormValues;
  readonly hadSecrets: boolean;
  readonly basis: string;
  /** The profile was changed after the form was opened: saving puts the earlier one in its place. */
  readonly isOutdated: boolean;
}

/** @param start what is saved now */
export function returnedForm(start: FormValues, kept: KeptForm): ReturnedForm {
  const values = fitted(emptyForm(), JSON.parse(kept.values)) as FormValues;
  const connections = values.connections.map((row) => {
    const saved = start.connections.find(({ key, id }) => key === row.key && id !== null);
    return withKeptSecret({ ...row, stored: saved?.stored ?? null }, saved);
  });
  return {
    values: { ...values, id: start.id, embedSecretStored: start.embedSecretStored, connections },
    hadSecrets: kept.hadSecrets,
    basis: kept.basis,
    isOutdated: kept.basis !== basisOf(start),
  };
}

const emptyRows: Readonly<Record<string, () => object>> = {
  workbooks: emptyWorkbook,
  connections: emptyConnection,
  attributes: emptyAttribute,
  fixedAttributes: emptyFixedAttribute,
  actions: emptyAction,
  controls: emptyControl,
};

/** A value in the shape of a form: what does not fit is as in an empty one. */
function fitted(empty: unknown, value: unknown, name = ''): unknown {
  if (Array.isArray(empty)) {
    const row = emptyRows[name]?.() ?? '';
    return Array.isArray(value) ? value.map((item) => fitted(row, item)) : empty;
  }
  if (isObject(empty)) {
    if (!isObject(value)) return empty;
    return Object.fromEntries(Object.entries(empty).map(([key, part]) => [key, fitted(part, value[key], key)]));
  }
  const fits = typeof value === typeof empty || (empty === null && typeof value === 'string');
  return fits ? value : empty;
}

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
