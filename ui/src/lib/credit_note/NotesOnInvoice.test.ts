import { render, screen } from '@testing-library/svelte';
import { expect, test } from 'vitest';
import NotesOnInvoice from './NotesOnInvoice.svelte';

const note = (id: string, number: string) => ({ id, number });

test('each note leads to its page, and to the invoice that was issued instead', () => {
  render(NotesOnInvoice, {
    rows: [
      { note: note('4', 'CN-00001'), issued_on: '2026-03-02', total: '5.00', void: true, instead: null },
      {
        note: note('5', 'CN-00002'),
        issued_on: '2026-03-03',
        total: '95.00',
        void: false,
        instead: { id: '9', number: 'INV-00009' },
      },
    ],
  });
  const [undone, standing] = screen.getAllByRole('listitem');
  expect(undone?.textContent).toMatch(/CN-00001.*void.*5\.00/is);
  expect(standing?.textContent).not.toMatch(/void/i);
  const address = (name: string) => screen.getByRole('link', { name }).getAttribute('href');
  expect([address('CN-00002'), address('INV-00009')]).toEqual(['/credit-notes/5', '/invoices/9']);
});
