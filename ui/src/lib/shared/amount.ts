import { locale } from '../words';

const DECIMAL = /^-?\d+(?:\.(\d+))?$/;

export interface AmountForm {
  /** ISO 4217 code; without it the figure stands alone. */
  currency?: string | undefined;
  /** Puts + before what is above zero. */
  signed?: boolean | undefined;
}

/**
 * Writes a decimal string such as `1234.50` for people, by locale, with a true minus.
 *
 * The string goes to the formatter as it is: no float ever holds it, and its decimals are those
 * that Rust wrote. What is not a decimal comes back unchanged.
 */
export function formatAmount(value: string, { currency, signed = false }: AmountForm = {}): string {
  const match = DECIMAL.exec(value);
  if (!match) return value;
  const decimals = match[1]?.length ?? 0;
  const format = new Intl.NumberFormat(locale(), {
    minimumFractionDigits: decimals,
    maximumFractionDigits: decimals,
    signDisplay: signed ? 'exceptZero' : 'negative',
    ...(currency ? { style: 'currency', currency, currencyDisplay: 'narrowSymbol' } : {}),
  });
  return format
    .formatToParts(value as Intl.StringNumericLiteral)
    .map((part) => (part.type === 'minusSign' ? '\u2212' : part.value))
    .join('');
}

/** Whether the decimal string stands for less than zero. */
export function isNegative(value: string): boolean {
  return value.startsWith('-') && /[1-9]/.test(value);
}
