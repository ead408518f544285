import { clearMocks, mockIPC } from '@tauri-apps/api/mocks';
import { render, screen, waitFor } from '@testing-library/svelte';
import userEvent from '@testing-library/user-event';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { goto } from '$app/navigation';
import type { ReturnForm, ReturnId } from '$lib/host';
import { setting } from '$lib/shared/setting.svelte';
import { closeSheets, openSheets } from '$lib/shared/sheets.svelte';
import { dismiss, shown } from '$lib/shared/toasts.svelte';
import EditReturnSheet from './EditReturnSheet.svelte';
import NewReturnSheet from './NewReturnSheet.svelte';
import { acted, draft, refused } from './sample';

vi.mock('$app/navigation', () => ({ goto: vi.fn() }));

let saved: { id: ReturnId | null; form: ReturnForm }[] = [];

beforeEach(() => {
  saved = [];
  setting.today = '2026-03-02';
  mockIPC((command, payload) => {
    const { id, form, ask } = payload as { id: ReturnId | null; form: ReturnForm; ask: { preview: boolean } };
    switch (command) {
      case 'client_page':
        return { id: '5', name: 'Ana Lima' };
      case 'find_clients':
        return [{ id: '5', name: 'Ana Lima', email: 'ana@example.org', phone: '' }];
      case 'return_page':
        return draft;
      case 'save_return':
        if (!form.client_id) throw refused('client_id', 'Choose a client.');
        if (!ask.preview) saved.push({ id, form });
        return acted('2', 'Began a return of Ana Lima');
      default:
        throw new Error(command);
    }
  });
});
afterEach(() => {
  clearMocks();
  closeSheets();
  setting.today = '';
  vi.mocked(goto).mockClear();
  for (const note of shown()) dismiss(note.id);
});

test('a return begins with its client and details, and its page comes next', async () => {
  render(NewReturnSheet, { onclose: () => undefined });
  const user = userEvent.setup();
  await user.type(screen.getByRole('combobox', { name: 'Client' }), 'Ana');
  await screen.findByText('ana@example.org');
  await user.keyboard('{Enter}');
  await user.type(screen.getByLabelText(/Note/), 'Pages are missing');
  await user.click(screen.getByRole('button', { name: 'Save return' }));
  await waitFor(() => expect(goto).toHaveBeenCalledWith('/returns/2'));
  expect(saved).toEqual([{ id: null, form: { client_id: '5', returned_on: '2026-03-02', note: 'Pages are missing' } }]);
  expect(shown().map(({ sentence }) => sentence)).toEqual(['Began a return of Ana Lima']);
  expect(openSheets()).toEqual([]);
});

test('whose it is, is asked for at the field', async () => {
  render(NewReturnSheet, { onclose: () => undefined });
  await userEvent.setup().click(screen.getByRole('button', { name: 'Save return' }));
  expect(await screen.findByText('Choose a client.')).toBeTruthy();
  expect(screen.getByRole('combobox', { name: 'Client' }).getAttribute('aria-invalid')).toBe('true');
  expect(goto).not.toHaveBeenCalled();
});

test('from a record its item is asked for next', async () => {
  render(NewReturnSheet, { clientId: '5', recordId: '8', onclose: () => undefined });
  expect(screen.queryByRole('combobox', { name: 'Client' })).toBeNull();
  expect(await screen.findByText('Ana Lima')).toBeTruthy();
  await userEvent.setup().click(screen.getByRole('button', { name: 'Save return' }));
  await waitFor(() => expect(openSheets().map(({ props }) => props)).toEqual([{ returnId: '2', recordId: '8' }]));
  expect(saved[0]?.form.client_id).toBe('5');
});

test('the details of a draft are changed, and whose it is stays', async () => {
  const onclose = vi.fn();
  render(EditReturnSheet, { id: '2', onclose });
  const user = userEvent.setup();
  await user.type(await screen.findByLabelText(/Note/), 'Two pages are missing');
  await user.click(screen.getByRole('button', { name: 'Save changes' }));
  await waitFor(() => expect(onclose).toHaveBeenCalledOnce());
  expect(saved).toEqual([{ id: '2', form: { client_id: '5', returned_on: '2026-03-02', note: 'Two pages are missing' } }]);
});
