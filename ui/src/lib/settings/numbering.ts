import type { NumberingForm } from '$lib/host';

/**
 * How the next document would be numbered as `typed`, from what Rust says comes `next`.
 *
 * Only digits are put together anew; which number it is, Rust has said.
 */
export function nextNumber(stored: NumberingForm, next: string, typed: NumberingForm): string {
  const counted = typed.first.trim() === stored.first.trim() ? next.slice(stored.prefix.length) : typed.first.trim();
  if (!/^\d+$/.test(counted) || !/^\d{1,2}$/.test(typed.digits.trim())) return '';
  return typed.prefix + counted.replace(/^0+(?=\d)/, '').padStart(Number(typed.digits), '0');
}
