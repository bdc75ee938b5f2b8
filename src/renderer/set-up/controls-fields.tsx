/** The values that the controls of a workbook begin with. */
import { Button } from 'react-aria-components';
import { format } from '../../shared/text/format.ts';
import { CloseIcon, PlusIcon } from '../components/icons.tsx';
import { useText } from '../context/text-context.tsx';
import { Field } from './field.tsx';
import { addRow, removeRow } from './rows.ts';
import type { WorkbookForm } from './workbook-form.ts';
import { type ControlRow, emptyControl } from './workbook-values.ts';

export function ControlsFields({ form, workbook }: WorkbookForm) {
  const texts = useText().setUp.workbooks.controls;
  const { key, controls } = workbook;
  const problem = form.problem(`workbooks.${key}.options.controls`);
  const add = () => {
    const row = emptyControl();
    addRow(row.key, () => form.changeWorkbook(key, { controls: [...controls, row] }));
  };
  return (
    <fieldset className="mapping" aria-label={texts.title}>
      <p className="react-aria-Label">{texts.title}</p>
      {controls.map((row, index) => (
        <ControlFields key={row.key} form={form} workbook={workbook} row={row} number={index + 1} />
      ))}
      <p className="help">{texts.help}</p>
      {problem !== undefined && (
        <p className="problem" role="alert">
          {problem}
        </p>
      )}
      <div>
        <Button className="button" data-variant="secondary" data-testid="add-control" onPress={add}>
          <PlusIcon />
          {texts.add}
        </Button>
      </div>
    </fieldset>
  );
}

/** People write a space after a comma, and Sigma would look for a value that begins with one. */
const withoutSpaces = (value: string): string => value.replace(/(?<!\\), +/g, ',');

function ControlFields({ form, workbook, row, number }: WorkbookForm & { row: ControlRow; number: number }) {
  const texts = useText().setUp.workbooks.controls;
  const { key, controls } = workbook;
  const name = `workbooks.${key}.options.controls.${row.key}`;
  const change = (patch: Partial<ControlRow>) =>
    form.changeWorkbook(key, { controls: controls.map((other) => (other === row ? { ...other, ...patch } : other)) });
  return (
    <fieldset
      className="mapping-row"
      data-testid="control-row"
      data-row={row.key}
      aria-label={format(texts.numbered, { number })}
    >
      <Field
        form={form}
        name={`${name}.id`}
        label={texts.id}
        isCode
        placeholder={texts.idExample}
        value={row.id}
        onChange={(id) => change({ id })}
      />
      <span className="mapping-arrow" aria-hidden="true">
        =
      </span>
      <Field
        form={form}
        name={`${name}.value`}
        label={texts.value}
        isCode
        placeholder={texts.valueExample}
        value={row.value}
        onChange={(value) => change({ value })}
        onLeave={(value) => change({ value: withoutSpaces(value) })}
      />
      <Button
        className="icon-button"
        aria-label={row.id ? format(texts.removeOne, { control: row.id }) : format(texts.removeNumbered, { number })}
        data-testid="remove-control"
        onPress={() =>
          removeRow(row.key, () => form.changeWorkbook(key, { controls: controls.filter((other) => other !== row) }))
        }
      >
        <CloseIcon />
      </Button>
    </fieldset>
  );
}
