/** The fields of the form: a line of text, and a choice of a few. */
import { type ClipboardEvent, type FocusEvent, type ReactNode, useId, useLayoutEffect, useRef, useState } from 'react';
import {
  FieldError,
  Input,
  Label,
  Radio,
  RadioGroup,
  Text,
  TextArea,
  TextField,
  type TextFieldProps,
} from 'react-aria-components';
import { cleaned } from '../../shared/profile/pasted.ts';
import { Reveal } from '../components/reveal.tsx';
import { useText } from '../context/text-context.tsx';
import { afterPress } from './after-press.ts';
import { TakenOver, useTakenOver } from './taken-over.tsx';
import type { ProfileForm } from './use-profile-form.ts';

interface FieldProps {
  readonly form: ProfileForm;
  /** The name under which `checkForm` reports problems; its last part says what the field holds (see `pasted.ts`). */
  readonly name: string;
  readonly label: string;
  readonly value: string;
  onChange(value: string): void;
  /** With what is left of the value once it is cleaned. */
  onLeave?(value: string): void;
  /** In the place of what cleans other fields. */
  onPaste?(event: ClipboardEvent): void;
  readonly description?: ReactNode;
  readonly placeholder?: string | undefined;
  /** Text that is copied rather than read, such as an id or an address. */
  readonly isCode?: boolean;
  readonly isSecret?: boolean;
  readonly isOptional?: boolean;
  /** A secret that is stored may be left out. */
  readonly isStored?: boolean;
  readonly rows?: number;
  readonly inputMode?: TextFieldProps['inputMode'];
  /** Stands to the right of the input. */
  readonly children?: ReactNode;
}

/** A line of text with its label, its help and what is wrong with it. */
export function Field(props: FieldProps) {
  const { form, name, label, value, onChange, onLeave, description, placeholder, isCode, isSecret, rows } = props;
  const text = useText();
  const [isRevealed, setRevealed] = useState(false);
  const taken = useTakenOver(name, value);
  const problem = form.problem(name);
  const reason = form.reasonAt(name);
  const inputClass = isCode ? 'input code' : 'input';
  const settle = (entered: string) => {
    const clean = cleaned(name, entered);
    if (clean !== value) onChange(clean);
    onLeave?.(clean);
    taken.left(entered);
  };
  const leave = useLeaving(() => {
    form.touch(name);
    settle(value);
  });
  const paste = (event: ClipboardEvent) => {
    const pasted = event.clipboardData.getData('text/plain');
    const clean = cleaned(name, pasted);
    if (!isWholePasted(event.target) || (clean === pasted && !onLeave)) return;
    event.preventDefault();
    // As if it were typed, so that it can be undone.
    document.execCommand('insertText', false, clean);
    settle(pasted);
  };
  return (
    <TextField
      className="field"
      data-field={name}
      value={value}
      onChange={(entered) => {
        taken.typed();
        onChange(entered);
      }}
      onBlur={leave}
      isInvalid={problem !== undefined}
      isRequired={props.isOptional !== true && props.isStored !== true}
      validationBehavior="aria"
      type={isSecret && !(isRevealed && value !== '') ? 'password' : 'text'}
      autoComplete={isSecret ? 'new-password' : 'off'}
      {...(props.inputMode ? { inputMode: props.inputMode } : {})}
      spellCheck="false"
    >
      <Label>
        {label}
        {props.isOptional && <span className="optional"> {text.setUp.optional}</span>}
      </Label>
      <div className="input-row">
        {rows ? (
          <TextArea
            className={inputClass}
            rows={rows}
            onPaste={props.onPaste ?? paste}
            {...(placeholder ? { placeholder } : {})}
          />
        ) : (
          <Input className={inputClass} onPaste={props.onPaste ?? paste} {...(placeholder ? { placeholder } : {})} />
        )}
        {isSecret && value !== '' && <Reveal isRevealed={isRevealed} onChange={setRevealed} />}
        {props.children}
      </div>
      {(description || reason || taken.value) && (
        <Text slot="description" className="help">
          {reason && <span className="field-reason">{reason}</span>}
          {description}
          <TakenOver value={taken.value} />
        </Text>
      )}
      <FieldError className="problem">{problem}</FieldError>
    </TextField>
  );
}

/** As the field is by then: what is pressed may have changed the form, and taken the field away. */
function useLeaving(leave: () => void): (event: FocusEvent<Element>) => void {
  const latest = useRef(leave);
  useLayoutEffect(() => {
    latest.current = leave;
  });
  return ({ target }) =>
    afterPress(() => {
      if (target.isConnected) latest.current();
    });
}

/** Whether what is pasted takes the place of all that stands in the field. Within other text it is the person's to fit in. */
function isWholePasted(target: EventTarget): boolean {
  if (!(target instanceof HTMLInputElement || target instanceof HTMLTextAreaElement)) return false;
  return target.selectionStart === 0 && target.selectionEnd === target.value.length;
}

interface ChoiceProps<Value extends string> {
  readonly label: string;
  readonly value: Value;
  onChange(value: Value): void;
  readonly options: readonly { readonly value: Value; readonly label: string; readonly help?: string }[];
  /** Each option is found as `{testId}-{value}`. */
  readonly testId?: string;
  /** The label stands nearby already, and is only read aloud. */
  readonly hidesLabel?: boolean;
  /** Of the form and the field, where something can be wrong with the choice. */
  readonly form?: ProfileForm;
  readonly name?: string;
}

/** One of a few, all of them in sight. */
export function Choice<Value extends string>(props: ChoiceProps<Value>) {
  const { label, value, onChange, options, testId, hidesLabel, form, name = '' } = props;
  const problem = form?.problem(name);
  const reason = form?.reasonAt(name);
  return (
    <RadioGroup
      className="field"
      {...(name && { 'data-field': name })}
      value={value}
      onChange={(chosen) => onChange(chosen as Value)}
      isInvalid={problem !== undefined}
      validationBehavior="aria"
    >
      <Label className={hidesLabel ? 'visually-hidden' : 'react-aria-Label'}>{label}</Label>
      <div className="radios">
        {options.map((option) => (
          <Option key={option.value} {...option} {...(testId && { testId: `${testId}-${option.value}` })} />
        ))}
      </div>
      {reason && (
        <Text slot="description" className="help">
          <span className="field-reason">{reason}</span>
        </Text>
      )}
      <FieldError className="problem">{problem}</FieldError>
    </RadioGroup>
  );
}

interface OptionProps {
  readonly value: string;
  readonly label: string;
  readonly help?: string;
  readonly testId?: string;
}

/** Its help is a description: within the name, a screen reader would read all of it whenever the choice moves on. */
function Option({ value, label, help, testId }: OptionProps) {
  const ids = { label: useId(), help: useId() };
  return (
    <Radio
      value={value}
      className="radio"
      aria-labelledby={ids.label}
      {...(help && { 'aria-describedby': ids.help })}
      {...(testId && { 'data-testid': testId })}
    >
      <span className="radio-dot" aria-hidden="true" />
      <span>
        <span id={ids.label}>{label}</span>
        {help && (
          <span className="help" id={ids.help}>
            {help}
          </span>
        )}
      </span>
    </Radio>
  );
}
