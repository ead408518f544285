import { afterEach, expect, test } from 'vitest';
import { listView } from './list-view.svelte';

const filters = [{ value: 'all' as const }, { value: 'paid' as const }];
const invoices = () => listView<'number' | 'total', 'all' | 'paid'>({ key: 'number', descending: true }, { name: 'lists', filters });

afterEach(() => localStorage.clear());

test('whatever narrows a list or gives it another order begins at its first page', () => {
  const view = invoices();
  const changes = [
    () => view.find('Ana'),
    () => (view.filter = 'paid'),
    () => (view.period = 'this_year'),
    () => view.table.onsort({ key: 'total', descending: false }),
    () => view.restart(),
    () => view.showAll(),
  ];
  for (const change of changes) {
    view.table.onpage(3);
    expect(view.query.page).toBe(3);
    change();
    expect(view.query.page).toBe(0);
  }
  expect(view.query).toEqual({ search: '', sort: 'total', descending: false, page: 0 });
});

test('a list is narrowed until all of it is shown', () => {
  const view = invoices();
  for (const narrow of [() => view.find('Ana'), () => (view.filter = 'paid'), () => (view.period = 'this_year')]) {
    expect(view.narrowed).toBe(false);
    narrow();
    expect(view.narrowed).toBe(true);
    view.showAll();
  }
});

test('the filter is still there when the page comes back, and one that is no more is not', () => {
  invoices().filter = 'paid';
  expect(invoices().filter).toBe('paid');
  localStorage.setItem('daybook.lists.filter', '"gone"');
  expect(invoices().filter).toBe('all');
  expect(listView({ key: 'number', descending: true }).filter).toBe('all');
});

test('a list that opens with less than all is narrowed by what is less than that', () => {
  const view = listView<'name', 'all' | 'active' | 'low'>(
    { key: 'name', descending: false },
    { name: 'lists', filters: [{ value: 'all' }, { value: 'active' }, { value: 'low' }], opens: 'active' },
  );
  expect([view.filter, view.narrowed]).toEqual(['active', false]);
  view.filter = 'low';
  expect(view.narrowed).toBe(true);
  view.showAll();
  expect([view.filter, view.narrowed]).toEqual(['all', false]);
});
