import { clearMocks, mockIPC } from '@tauri-apps/api/mocks';
import { render, screen, waitFor, within } from '@testing-library/svelte';
import userEvent from '@testing-library/user-event';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { goto } from '$app/navigation';
import type { ReturnPage } from '$lib/host';
import { closeSheets, openSheets } from '$lib/shared/sheets.svelte';
import { dismiss, shown } from '$lib/shared/toasts.svelte';
import DiscardReturnSheet from './DiscardReturnSheet.svelte';
import ReturnView from './ReturnView.svelte';
import { acted, draft, posted, workbook } from './sample';

vi.mock('$app/navigation', () => ({ goto: vi.fn() }));

let page: ReturnPage | null = draft;
let done: string[] = [];

beforeEach(() => {
  page = draft;
  done = [];
  mockIPC((command, payload) => {
    const { record, ask } = payload as { record?: string; ask?: { preview: boolean } };
    switch (command) {
      case 'return_page':
        if (!page) throw { code: 'not_found', message: 'There is no such return.', fields: null };
        return page;
      case 'remove_return_item':
        done.push(`${command} ${record}`);
        page = { ...draft, items: [], cannot_post: 'There is nothing to post. Add what comes back first.' };
        return acted(null, 'Took Workbook off the return');
      case 'undo':
        page = null;
        return acted(null, 'Took back: Began a return of Ana Lima');
      case 'discard_return':
        if (!ask?.preview) done.push(command);
        return acted(null, 'Discarded the return of Ana Lima');
      default:
        throw new Error(command);
    }
  });
});
afterEach(() => {
  clearMocks();
  closeSheets();
  vi.mocked(goto).mockClear();
  for (const note of shown()) dismiss(note.id);
});

const act = (name: string) => screen.getByRole('button', { name });

test('a draft shows what comes back, what it comes to, and what can be done', async () => {
  render(ReturnView, { id: '2' });
  expect(await screen.findByRole('heading', { name: 'Return of Ana Lima' })).toBeTruthy();
  const item = within(screen.getByRole('list', { name: 'Items' }));
  expect(item.getByText('1 of 2 come back · 0 back into stock · record kept')).toBeTruthy();
  expect(item.getByRole('link', { name: 'Workbook' }).getAttribute('href')).toBe('/products/3');
  expect(item.getByRole('link', { name: 'INV-00007' }).getAttribute('href')).toBe('/invoices/7?record=8');
  expect(screen.getAllByText('24.90').length).toBeGreaterThan(0);
  const user = userEvent.setup();
  await user.click(act('New item'));
  await user.click(act('Edit Workbook'));
  await user.click(act('Post return…'));
  expect(openSheets().map(({ props }) => props)).toEqual([{ returnId: '2' }, { returnId: '2', present: '8' }, { id: '2' }]);
  expect(screen.queryByRole('button', { name: 'Reverse return…' })).toBeNull();
});

test('of a draft that was paid with goodwill it says what can be paid back', async () => {
  page = { ...draft, refundable: '20.00' };
  render(ReturnView, { id: '2' });
  expect(await screen.findByText('Can be paid back')).toBeTruthy();
  expect(screen.getByText('20.00')).toBeTruthy();
});

test('what stands in the way of an item is said beside it, with the way to the unpaid invoice', async () => {
  const problem = 'INV-00007 has 24.90 left to pay.';
  page = { ...draft, items: [{ ...workbook, value: '', problem, unpaid: true }], cannot_post: problem };
  render(ReturnView, { id: '2' });
  expect((await screen.findAllByText(problem)).length).toBe(2);
  expect(screen.getByRole('link', { name: 'Open INV-00007' }).getAttribute('href')).toBe('/invoices/7?record=8');
  expect(act('Post return…').getAttribute('aria-disabled')).toBe('true');
});

test('an item comes off at once, and the note takes that back', async () => {
  render(ReturnView, { id: '2' });
  const user = userEvent.setup();
  await user.click(await screen.findByRole('button', { name: 'Remove Workbook' }));
  expect(await screen.findByText('Nothing comes back yet')).toBeTruthy();
  expect(done).toEqual(['remove_return_item 8']);
  expect(shown().map(({ sentence, acts }) => [sentence, acts.map(({ label }) => label)])).toEqual([
    ['Took Workbook off the return', ['Undo']],
  ]);
  expect(screen.getByText(/There is nothing to post/)).toBeTruthy();
});

test('a draft is discarded after a question, and its list comes next', async () => {
  render(ReturnView, { id: '2' });
  const user = userEvent.setup();
  await user.click(await screen.findByRole('button', { name: 'Discard draft…' }));
  expect(openSheets().map(({ props }) => props)).toEqual([{ id: '2', fromPage: true }]);
  render(DiscardReturnSheet, { id: '2', fromPage: true, onclose: closeSheets });
  await user.click(await screen.findByRole('button', { name: 'Discard draft' }));
  await waitFor(() => expect(goto).toHaveBeenCalledWith('/billing?tab=returns'));
  expect(done).toEqual(['discard_return']);
  expect(shown().map(({ sentence }) => sentence)).toEqual(['Discarded the return of Ana Lima']);
});

test('discarded from a list, the list stays', async () => {
  const onclose = vi.fn();
  render(DiscardReturnSheet, { id: '2', onclose });
  await waitFor(() => expect(document.activeElement).toBe(act('Cancel')));
  await userEvent.setup().click(await screen.findByRole('button', { name: 'Discard draft' }));
  await waitFor(() => expect(onclose).toHaveBeenCalledOnce());
  expect(goto).not.toHaveBeenCalled();
});

test('a posted return shows what it made, and is only reversed', async () => {
  page = { ...posted, refundable: '20.00' };
  render(ReturnView, { id: '2' });
  expect(await screen.findByRole('heading', { name: 'RT-00001' })).toBeTruthy();
  const made = within(screen.getByRole('list', { name: 'What it made' }));
  expect(made.getByRole('link', { name: 'CN-00001' }).getAttribute('href')).toBe('/credit-notes/4');
  expect(made.getByRole('link', { name: 'RF-00001' }).getAttribute('href')).toBe('/refunds/6');
  made.getByRole('button', { name: 'What can be done with CN-00001' }).focus();
  await userEvent.keyboard('{Enter}');
  expect(await screen.findByText('Save PDF')).toBeTruthy();
  expect(screen.getByText('1 came back · 0 back into stock · record kept')).toBeTruthy();
  expect(screen.queryByText('Can be paid back')).toBeNull();
  for (const name of ['New item', 'Edit Workbook', 'Remove Workbook', 'Post return…', 'Discard draft…']) {
    expect(screen.queryByRole('button', { name, hidden: true })).toBeNull();
  }
});

test('a return that cannot be reversed says why', async () => {
  page = { ...posted, cannot_reverse: '10.00 of CN-00001 is used on INV-00009.' };
  render(ReturnView, { id: '2' });
  const reverse = await screen.findByRole('button', { name: 'Reverse return…' });
  expect(reverse.getAttribute('aria-disabled')).toBe('true');
  expect(screen.getByText('10.00 of CN-00001 is used on INV-00009.')).toBeTruthy();
});

test('a draft whose beginning is undone is not there any more', async () => {
  const begun = { operation: '1', sentence: 'Began a return of Ana Lima', acted_at: '2026-03-02T09:00:00Z' };
  page = { ...draft, history: [{ ...begun, is_undo: false, undone: false, can_undo: true }] };
  render(ReturnView, { id: '2' });
  await userEvent.click(await screen.findByRole('button', { name: 'Undo: Began a return of Ana Lima' }));
  expect(await screen.findAllByText('This return is not there')).toHaveLength(2);
  expect(screen.queryByRole('button', { name: 'New item' })).toBeNull();
});

test('a return that is not there says so and leads on', async () => {
  page = null;
  render(ReturnView, { id: '2' });
  expect(await screen.findAllByText('This return is not there')).toHaveLength(2);
  expect(screen.getByRole('link', { name: 'Returns' }).getAttribute('href')).toBe('/billing?tab=returns');
});
