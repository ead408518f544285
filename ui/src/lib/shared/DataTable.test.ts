import { render, screen, within } from '@testing-library/svelte';
import userEvent from '@testing-library/user-event';
import { createRawSnippet } from 'svelte';
import { expect, test, vi } from 'vitest';
import DataTable from './DataTable.svelte';

interface Row {
  id: string;
  number: string;
  total: string;
}

function table(rows: readonly Row[] | undefined, more: object = {}) {
  const calls = { onopen: vi.fn(), onsort: vi.fn(), onpage: vi.fn() };
  render(DataTable<Row>, {
    label: 'Invoices',
    rows,
    id: (row: Row) => row.id,
    columns: [
      { key: 'number', label: 'Number', sortable: true, text: (row: Row) => row.number },
      { key: 'total', label: 'Total', amount: (row: Row) => row.total },
    ],
    empty: createRawSnippet(() => ({ render: () => '<p>No invoices yet</p>' })),
    ...calls,
    ...more,
  });
  return { user: userEvent.setup(), ...calls };
}

const rows: Row[] = [
  { id: 'a', number: 'INV-00001', total: '100.00' },
  { id: 'b', number: 'INV-00002', total: '1234.50' },
  { id: 'c', number: 'INV-00003', total: '0.00' },
];

test('arrows move through the rows and Enter opens one', async () => {
  const { user, onopen } = table(rows);
  await user.tab();
  await user.tab();
  expect(document.activeElement?.textContent).toContain('INV-00001');
  await user.keyboard('{ArrowDown}{ArrowDown}{ArrowDown}{ArrowUp}{Enter}');
  expect(onopen).toHaveBeenCalledExactlyOnceWith(rows[1]);
  await user.keyboard('{End}{Enter}{Home}{Enter}');
  expect(onopen.mock.calls.map(([row]) => (row as Row).id)).toEqual(['b', 'c', 'a']);
});

test('Space chooses a row and the box in the head chooses all', async () => {
  const { user } = table(rows, { selected: [], rowName: (row: Row) => row.number });
  const box = (name: string) => screen.getByLabelText<HTMLInputElement>(name);
  screen.getAllByRole('row')[2]?.focus();
  await user.keyboard(' ');
  expect([box('INV-00001').checked, box('INV-00002').checked]).toEqual([false, true]);
  await user.click(box('Select all on this page'));
  expect(rows.every((row) => box(row.number).checked)).toBe(true);
  await user.click(box('Select all on this page'));
  expect(rows.some((row) => box(row.number).checked)).toBe(false);
});

test('a head that sorts turns the order round', async () => {
  const { user, onsort } = table(rows, { sort: { key: 'number', descending: false } });
  const head = screen.getByRole('columnheader', { name: 'Number' });
  expect(head.getAttribute('aria-sort')).toBe('ascending');
  await user.click(within(head).getByRole('button'));
  expect(onsort).toHaveBeenCalledExactlyOnceWith({ key: 'number', descending: true });
});

test('pages count from 0, and end', async () => {
  const { user, onpage } = table(rows, { total: 103, page: 1, pageSize: 100 });
  expect(screen.getByText('101–103 of 103')).toBeTruthy();
  expect(screen.getByLabelText<HTMLButtonElement>('Next page').disabled).toBe(true);
  await user.click(screen.getByLabelText('Previous page'));
  expect(onpage).toHaveBeenCalledExactlyOnceWith(0);
});

test('a page whose rows are gone gives way to the last one there is', () => {
  const { onpage } = table([], { total: 100, page: 2, pageSize: 50 });
  expect(onpage).toHaveBeenCalledExactlyOnceWith(1);
  expect(screen.queryByText('No invoices yet')).toBeNull();
});

test('nothing to list says what to do; nothing yet says nothing', () => {
  table([]);
  expect(screen.getByText('No invoices yet')).toBeTruthy();
  document.body.replaceChildren();
  table(undefined);
  expect(screen.queryByRole('table')).toBeNull();
});
