/** One workbook of the form: what it is called here, its address, and how it opens. */
import { type ClipboardEvent, useState } from 'react';
import { Button } from 'react-aria-components';
import { cleaned } from '../../shared/profile/pasted.ts';
import { format } from '../../shared/text/format.ts';
import { useText } from '../context/text-context.tsx';
import { addressNoteLines, optionsSummary } from './address-words.ts';
import { Advanced } from './advanced.tsx';
import { Field } from './field.tsx';
import { OptionsFields } from './options-fields.tsx';
import { RefreshFields } from './refresh-fields.tsx';
import { removeRow } from './rows.ts';
import type { ProfileForm } from './use-profile-form.ts';
import { type AddressNote, type WorkbookValues, withAddress } from './workbook-values.ts';

interface WorkbookFieldsProps {
  readonly form: ProfileForm;
  readonly workbook: WorkbookValues;
  readonly number: number;
}

export function WorkbookFields({ form, workbook, number }: WorkbookFieldsProps) {
  const text = useText();
  const texts = text.setUp.workbooks;
  const { workbooks } = form.values;
  const { key, title, url } = workbook;
  const [note, setNote] = useState<AddressNote | null>(null);

  const settle = (address: string, isReplaced: boolean) => {
    const settled = withAddress(workbook, address, isReplaced);
    form.changeWorkbook(key, settled.values);
    // What an address brought stays said until another one brings something.
    if (settled.note || isReplaced) setNote(settled.note);
  };
  const paste = (event: ClipboardEvent) => {
    const pasted = cleaned('url', event.clipboardData.getData('text/plain'));
    // A part of an address, such as the id of a page, is the person's to fit in.
    if (!/^https?:\/\/[^/]+\.[^/]+\/|^https?:\/\/localhost/i.test(pasted)) return;
    event.preventDefault();
    settle(pasted, true);
  };

  return (
    <fieldset className="repeated" data-testid="workbook-fields" data-row={key}>
      <legend className="visually-hidden">{format(texts.numbered, { number })}</legend>
      <div className="field-pair field-pair-url">
        <Field
          form={form}
          name={`workbooks.${key}.title`}
          label={texts.name}
          value={title}
          onChange={(entered) => form.changeWorkbook(key, { title: entered })}
        />
        <Field
          form={form}
          name={`workbooks.${key}.url`}
          label={texts.url}
          isCode
          inputMode="url"
          placeholder="https://app.sigmacomputing.com/…"
          value={url}
          onChange={(entered) => form.changeWorkbook(key, { url: entered })}
          onPaste={paste}
          onLeave={(entered) => settle(entered, false)}
        />
      </div>
      <div role="status" className="address-note" data-testid="address-note">
        {note && addressNoteLines(note, text).map((line) => <p key={line}>{line}</p>)}
      </div>
      <Advanced
        label={texts.opens}
        summary={optionsSummary(workbook, text)}
        hasProblem={form.hasProblemUnder(`workbooks.${key}.options.`)}
      >
        <OptionsFields form={form} workbook={workbook} />
      </Advanced>
      <RefreshFields form={form} workbookKey={key} />
      {workbooks.length > 1 && (
        <Button
          className="button repeated-remove"
          data-variant="quiet"
          aria-label={format(texts.removeOne, { workbook: title || number })}
          onPress={() =>
            removeRow(key, () => form.change({ workbooks: workbooks.filter((other) => other.key !== key) }))
          }
        >
          {text.common.remove}
        </Button>
      )}
    </fieldset>
  );
}
