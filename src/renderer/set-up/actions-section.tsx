/** What the profile does about actions that workbook authors made. */
import { Button, Label, ListBox, ListBoxItem, Popover, Select, SelectValue } from 'react-aria-components';
import { format } from '../../shared/text/format.ts';
import { ChevronDownIcon, PlusIcon } from '../components/icons.tsx';
import { useText } from '../context/text-context.tsx';
import { type ActionValues, emptyAction } from './action-values.ts';
import { Advanced } from './advanced.tsx';
import { Choice, Field } from './field.tsx';
import { addRow, removeRow } from './rows.ts';
import type { ProfileForm } from './use-profile-form.ts';

export function ActionsSection({ form }: { form: ProfileForm }) {
  const texts = useText().setUp.actions;
  return (
    <section className="form-section" aria-labelledby="section-actions" data-testid="actions-section">
      <div className="section-head">
        <h2 id="section-actions">{texts.title}</h2>
        <p className="muted">{texts.help}</p>
      </div>
      {form.start.actions.length > 0 ? (
        <Rules form={form} />
      ) : (
        <div className="fields">
          <Advanced label={texts.fold} hasProblem={form.hasProblemUnder('actions')}>
            <Rules form={form} />
          </Advanced>
        </div>
      )}
    </section>
  );
}

function Rules({ form }: { form: ProfileForm }) {
  const texts = useText().setUp.actions;
  const { actions } = form.values;
  const add = () => {
    const row = emptyAction();
    addRow(row.key, () => form.change({ actions: [...actions, row] }));
  };
  return (
    <div className="fields">
      {actions.map((row, index) => (
        <Rule key={row.key} form={form} row={row} number={index + 1} />
      ))}
      {actions.length === 0 && <p className="help">{texts.none}</p>}
      <div>
        <Button className="button" data-variant="secondary" data-testid="add-action" onPress={add}>
          <PlusIcon />
          {texts.add}
        </Button>
      </div>
    </div>
  );
}

function Rule({ form, row, number }: { form: ProfileForm; row: ActionValues; number: number }) {
  const text = useText();
  const texts = text.setUp.actions;
  const { actions } = form.values;
  const change = (patch: Partial<ActionValues>) =>
    form.change({ actions: actions.map((other) => (other === row ? { ...other, ...patch } : other)) });
  const field = (name: string) => `actions.${row.key}.${name}`;
  return (
    <fieldset className="repeated" data-testid="action-rule" data-row={row.key}>
      <legend className="visually-hidden">{format(texts.numbered, { number })}</legend>
      <Field
        form={form}
        name={field('action')}
        label={texts.action}
        isCode
        placeholder={texts.actionExample}
        value={row.action}
        onChange={(action) => change({ action })}
        description={texts.actionHelp}
      />
      <Choice
        label={texts.does}
        value={row.kind}
        onChange={(kind) => change({ kind })}
        testId="action-kind"
        options={[
          { value: 'address', label: texts.kinds.address, help: texts.addressKindHelp },
          { value: 'workbook', label: texts.kinds.workbook, help: texts.workbookKindHelp },
        ]}
      />
      {row.kind === 'address' ? (
        <Field
          form={form}
          name={field('address')}
          label={texts.address}
          isCode
          inputMode="url"
          placeholder="https://crm.example.com/orders/{order}"
          value={row.address}
          onChange={(address) => change({ address })}
          description={texts.addressHelp}
        />
      ) : (
        <>
          <WorkbookChoice form={form} row={row} onChange={(workbook) => change({ workbook })} />
          <Field
            form={form}
            name={field('controls')}
            label={texts.controls}
            isCode
            isOptional
            rows={2}
            placeholder={texts.controlsExample}
            value={row.controls}
            onChange={(controls) => change({ controls })}
            description={texts.controlsHelp}
          />
        </>
      )}
      <Button
        className="button repeated-remove"
        data-variant="quiet"
        aria-label={format(texts.removeOne, { action: row.action || number })}
        data-testid="remove-action"
        onPress={() => removeRow(row.key, () => form.change({ actions: actions.filter((other) => other !== row) }))}
      >
        {text.common.remove}
      </Button>
    </fieldset>
  );
}

interface WorkbookChoiceProps {
  readonly form: ProfileForm;
  readonly row: ActionValues;
  onChange(key: string): void;
}

/** By the row of the form, so that a workbook can be chosen that was entered just now. */
function WorkbookChoice({ form, row, onChange }: WorkbookChoiceProps) {
  const texts = useText().setUp.actions;
  const name = `actions.${row.key}.workbook`;
  const problem = form.problem(name);
  const { workbooks } = form.values;
  const isThere = workbooks.some(({ key }) => key === row.workbook);
  return (
    // All texts in it but its label are titles, also in the list that react-aria hides for the browser's own use.
    <Select
      className="field"
      translate="no"
      data-field={name}
      selectedKey={isThere ? row.workbook : null}
      onSelectionChange={(key) => onChange(String(key))}
      placeholder={texts.chooseWorkbook}
      isInvalid={problem !== undefined}
      validationBehavior="aria"
    >
      <Label>{texts.workbook}</Label>
      <Button className="input select" data-testid="action-workbook" {...(problem && { 'data-invalid': true })}>
        <SelectValue />
        <ChevronDownIcon size={14} />
      </Button>
      {problem && <p className="problem">{problem}</p>}
      <Popover className="popover" offset={4}>
        <ListBox className="menu">
          {workbooks.map(({ key, title, url }, index) => (
            <ListBoxItem key={key} id={key} className="menu-item" textValue={title || url || String(index + 1)}>
              {title || url || format(texts.workbookNumbered, { number: index + 1 })}
            </ListBoxItem>
          ))}
        </ListBox>
      </Popover>
    </Select>
  );
}
