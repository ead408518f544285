/** What every input takes; its name, its help and its error stand with it. */
export interface FieldProps {
  label: string;
  /** A short help under the label. */
  hint?: string | undefined;
  /** What is wrong with the value, as a sentence; usually `error={save.error?.fields?.name}`. */
  error?: string | null | undefined;
  /** Says *optional* beside the label. */
  optional?: boolean | undefined;
  /** Keeps the label for screen readers only. */
  hideLabel?: boolean | undefined;
  name?: string | undefined;
  disabled?: boolean | undefined;
  autofocus?: boolean | undefined;
}

/** What a field hands to the control inside it. */
export interface FieldWiring {
  id: string;
  'aria-describedby': string | undefined;
  'aria-invalid': 'true' | undefined;
  name: string | undefined;
  disabled: boolean | undefined;
}

/** Puts the focus on a control when it appears. */
export function focusAtOnce(on: boolean | undefined) {
  return (node: HTMLElement) => {
    if (!on) return;
    node.dataset['first'] = '';
    node.focus();
  };
}

/** The control inside `part` that is to have the focus when it appears, if one is. */
export function firstControl(part: ParentNode | undefined): HTMLElement | null {
  return part?.querySelector<HTMLElement>('[data-first]') ?? null;
}

/** Moves the focus from a button in a row of fields that is about to go to the next row, or to what adds one. */
export function focusPast(button: HTMLElement): void {
  const next = button.closest('fieldset, [role="group"]')?.nextElementSibling;
  next?.querySelector<HTMLElement>('input:enabled, select:enabled, textarea:enabled, button:enabled')?.focus();
}

/** What was refused stands at its field; what would be refused, once something is typed there. */
export function errorAt(field: string, value: string, refused: Marked, doubt: Marked): string | undefined {
  return refused?.fields?.[field] ?? (value.trim() ? doubt?.fields?.[field] : undefined);
}

type Marked = { fields?: Readonly<Record<string, string>> | undefined } | null;
