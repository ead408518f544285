import { render, screen } from '@testing-library/svelte';
import { afterEach, expect, test, vi } from 'vitest';
import type { InvoicePage } from '$lib/host';
import LineList from './LineList.svelte';

const scrolled = vi.spyOn(Element.prototype, 'scrollIntoView');
afterEach(() => scrolled.mockClear());

const line = (description: string, record_id: string | null) => ({ description, record_id, service_on: '', quantity: '1', unit_price: '24.90' });
const invoice = (...lines: unknown[]) =>
  ({
    form: { lines },
    priced: { lines: [], subtotal: '0.00', discount: '0.00', net: '0.00', taxes: [], total: '0.00' },
  }) as unknown as InvoicePage;
const sold = invoice(line('Session', null), line('Workbook', '8'));

test('the line that the page was opened for is marked, brought into sight, and where the keyboard begins', () => {
  render(LineList, { invoice: sold, record: '8' });
  const marked = screen.getByText('Workbook').closest('li');
  expect(marked?.getAttribute('aria-current')).toBe('true');
  expect(marked?.querySelector('svg')).toBeTruthy();
  expect(document.activeElement).toBe(marked);
  expect(scrolled).toHaveBeenCalledTimes(1);
});

test('what changes on the page afterwards takes the focus no more', async () => {
  const { rerender } = render(LineList, { invoice: sold, record: '8' });
  (document.activeElement as HTMLElement).blur();
  await rerender({ invoice: invoice(line('Session', null), line('Workbook, 2nd edition', '8')), record: '8' });
  expect(screen.getByText('Workbook, 2nd edition').closest('li')?.getAttribute('aria-current')).toBe('true');
  expect(document.activeElement).toBe(document.body);
  expect(scrolled).toHaveBeenCalledTimes(1);
});

test('without such a line nothing is marked', () => {
  render(LineList, { invoice: sold, record: '9' });
  render(LineList, { invoice: sold });
  expect(document.querySelector('[aria-current]')).toBeNull();
  expect(scrolled).not.toHaveBeenCalled();
});
