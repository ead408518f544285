import { afterEach, describe, expect, test } from 'vitest';
import { setLocale } from '../words';
import { formatAmount, isNegative } from './amount';

afterEach(() => setLocale('en-GB'));

function check(locale: string, value: string, currency: string | undefined, expected: string) {
  setLocale(locale);
  // Formatters part with narrow and no-break spaces; which one is not what is tested.
  expect(formatAmount(value, { currency }).replace(/\s/gu, ' ')).toBe(expected);
}

describe('an amount', () => {
  test('is written as the locale does', () => {
    check('en-GB', '1234.50', 'EUR', '€1,234.50');
    check('de-DE', '1234.50', 'EUR', '1.234,50 €');
    check('en-GB', '1234.50', undefined, '1,234.50');
  });

  test('below zero has a true minus', () => {
    check('en-GB', '-20.00', 'EUR', '\u2212€20.00');
    check('de-DE', '-20.00', undefined, '\u221220,00');
  });

  test('keeps every digit that a float would lose', () => {
    check('en-GB', '9007199254740993.01', undefined, '9,007,199,254,740,993.01');
  });

  test('has the decimals that Rust wrote', () => {
    check('en-GB', '1200', 'JPY', '¥1,200');
    check('en-GB', '1.250', 'KWD', 'KWD 1.250');
    check('en-GB', '12.3456', undefined, '12.3456');
  });

  test('of nothing has no sign', () => {
    check('en-GB', '0.00', 'EUR', '€0.00');
    expect(isNegative('-0.00')).toBe(false);
    expect(isNegative('-0.01')).toBe(true);
  });

  test('that is none comes back as it is', () => {
    check('en-GB', '1e9', 'EUR', '1e9');
    check('en-GB', '', 'EUR', '');
  });

  test('shows its direction where that is asked for', () => {
    expect(formatAmount('5.00', { signed: true })).toBe('+5.00');
    expect(formatAmount('0.00', { signed: true })).toBe('0.00');
  });
});
