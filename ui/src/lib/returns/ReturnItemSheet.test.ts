import { clearMocks, mockIPC } from '@tauri-apps/api/mocks';
import { render, screen, waitFor, within } from '@testing-library/svelte';
import userEvent from '@testing-library/user-event';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { RecordId, Returnable, ReturnItemForm, ReturnItemRow } from '$lib/host';
import ReturnItemSheet from './ReturnItemSheet.svelte';
import { acted, draft, refused, returnable, workbook } from './sample';

const CHOOSE = 'Choose what becomes of the record in the client’s file: deactivate it, or keep it.';
const MOST = 'Only 2 of “Workbook” can be returned. Enter 2 or less.';
const OVER = 'Only 1 come back, so at most 1 can go back into stock.';

type Sent = {
  present: RecordId | null;
  form: ReturnItemForm;
  ask: { preview: boolean };
};

let saved: Omit<Sent, 'ask'>[] = [];
let items: ReturnItemRow[] = [];
let offered: Returnable[] = [];

beforeEach(() => {
  saved = [];
  items = [];
  offered = returnable;
  mockIPC((command, payload) => {
    const { present, form, ask } = payload as Sent;
    switch (command) {
      case 'return_page':
        return { ...draft, items };
      case 'returnable':
        return offered;
      case 'save_return_item':
        refuse(form);
        if (!ask.preview) {
          saved.push({ present, form });
          items = [...items, { ...workbook, form }];
        }
        return acted(null);
      default:
        throw new Error(command);
    }
  });
});
afterEach(clearMocks);

function refuse({ record_id, units, restock, records }: ReturnItemForm) {
  if (!record_id) throw refused('record_id', 'Choose what comes back.');
  if (units === '5') throw refused('units', MOST);
  if (restock === '3') throw refused('restock', OVER);
  if (!records) throw refused('records', CHOOSE);
}

async function sheet(props: { present?: RecordId; recordId?: RecordId } = {}) {
  const onclose = vi.fn();
  render(ReturnItemSheet, { returnId: '2', ...props, onclose });
  await screen.findByLabelText('Return');
  return { user: userEvent.setup(), onclose };
}

const field = (name: string) => screen.getByLabelText<HTMLInputElement>(name);
const choice = (name: string) => screen.getByRole<HTMLInputElement>('radio', { name });
const button = (name: string) => screen.getByRole<HTMLButtonElement>('button', { name });

test('an item says how many come back, how many into stock, and what becomes of the record', async () => {
  const { user, onclose } = await sheet();
  await user.click(choice('Workbook'));
  expect(screen.getByText('At most 2.')).toBeTruthy();
  await user.type(field('Return'), '1');
  expect(field('Restock').value).toBe('1');
  await user.clear(field('Restock'));
  await user.type(field('Restock'), '0');
  await user.clear(field('Return'));
  await user.type(field('Return'), '2');
  expect(field('Restock').value).toBe('0');
  await user.click(choice('Keep the record'));
  await user.click(button('Save + done'));
  await waitFor(() => expect(onclose).toHaveBeenCalledOnce());
  expect(saved).toEqual([{ present: null, form: { record_id: '8', units: '2', restock: '0', records: 'keep' } }]);
});

test('what cannot come back is there with its reason, and with a way to its line on the unpaid invoice', async () => {
  await sheet();
  expect(choice('Cards').disabled).toBe(true);
  expect(screen.getByText(/has 9.50 left to pay/)).toBeTruthy();
  const way = screen.getByRole('link', { name: 'Open INV-00011' });
  expect(way.getAttribute('href')).toBe('/invoices/11?record=9');
  expect(choice('Journal').disabled).toBe(true);
  expect(screen.getByText(/returned or credited already/)).toBeTruthy();
  expect(screen.getAllByRole('link')).toHaveLength(1);
});

test('what becomes of the record must be chosen, and is asked for at its field once it is missed', async () => {
  const { user, onclose } = await sheet();
  await user.click(choice('Workbook'));
  await user.type(field('Return'), '1');
  expect(await screen.findByText(/put right what is marked/)).toBeTruthy();
  expect(screen.queryByText(CHOOSE)).toBeNull();
  expect([choice('Deactivate the record'), choice('Keep the record')].some((one) => one.checked)).toBe(false);
  await user.click(button('Save + done'));
  const group = within(screen.getByRole('group', { name: 'Records' }));
  expect(await group.findByText(CHOOSE)).toBeTruthy();
  expect(saved).toEqual([]);
  expect(onclose).not.toHaveBeenCalled();
  await user.click(choice('Deactivate the record'));
  expect(screen.queryByText(CHOOSE)).toBeNull();
});

test('more than was sold, and more into stock than comes back, are refused at their fields', async () => {
  const { user } = await sheet();
  await user.click(choice('Workbook'));
  await user.type(field('Return'), '5');
  await waitFor(() => expect(field('Return').getAttribute('aria-invalid')).toBe('true'));
  expect(screen.getAllByText(MOST)).toHaveLength(1);
  await user.clear(field('Return'));
  await user.type(field('Return'), '1');
  await user.clear(field('Restock'));
  await user.type(field('Restock'), '3');
  await waitFor(() => expect(field('Restock').getAttribute('aria-invalid')).toBe('true'));
  expect(screen.getAllByText(OVER)).toHaveLength(1);
});

test('nothing chosen is refused where there is to choose', async () => {
  const { user } = await sheet();
  await user.click(button('Save + done'));
  const group = within(screen.getByRole('group', { name: 'What comes back' }));
  expect(await group.findByText('Choose what comes back.')).toBeTruthy();
});

test('after one item the next begins empty, and what is on the return is offered no more', async () => {
  const { user, onclose } = await sheet();
  await user.click(choice('Workbook'));
  await user.type(field('Return'), '1');
  await user.click(choice('Keep the record'));
  await user.click(button('Save + add new'));
  await waitFor(() => expect(choice('Workbook').disabled).toBe(true));
  expect(screen.getByText(/on this return already/)).toBeTruthy();
  expect(field('Return').value).toBe('');
  expect(choice('Keep the record').checked).toBe(false);
  expect(onclose).not.toHaveBeenCalled();
  await user.click(choice('Recording'));
  expect(field('Return').value).toBe('1');
  expect(screen.queryByLabelText('Restock')).toBeNull();
  await user.click(choice('Keep the record'));
  await user.click(button('Save + done'));
  await waitFor(() => expect(saved).toHaveLength(2));
  expect(saved[1]?.form).toEqual({ record_id: '10', units: '1', restock: '0', records: 'keep' });
});

test('the keyboard goes on with the next item', async () => {
  const { user } = await sheet();
  await user.click(choice('Recording'));
  await user.click(choice('Keep the record'));
  button('Save + add new').focus();
  await user.keyboard('{Enter}');
  await waitFor(() => expect(document.activeElement).toBe(choice('Workbook')));
});

test('an item is changed as it is, and stays that of its record', async () => {
  items = [workbook];
  const { user } = await sheet({ present: '8' });
  expect(screen.queryByRole('group', { name: 'What comes back' })).toBeNull();
  expect(screen.queryByRole('button', { name: 'Save + add new' })).toBeNull();
  await waitFor(() => expect(field('Return').value).toBe('1'));
  expect(field('Restock').value).toBe('0');
  expect(choice('Keep the record').checked).toBe(true);
  await user.clear(field('Return'));
  await user.type(field('Return'), '2');
  await user.click(button('Save item'));
  await waitFor(() => expect(saved).toHaveLength(1));
  expect(saved[0]).toEqual({ present: '8', form: { record_id: '8', units: '2', restock: '0', records: 'keep' } });
});

test('what the sheet is opened for is chosen, unless it cannot come back', async () => {
  await sheet({ recordId: '10' });
  await waitFor(() => expect(choice('Recording').checked).toBe(true));
  expect(field('Return').value).toBe('1');
});

test('what cannot come back is not chosen, whatever the sheet is opened for', async () => {
  await sheet({ recordId: '9' });
  expect(screen.getAllByRole<HTMLInputElement>('radio').some((one) => one.checked)).toBe(false);
});

test('a client who was sold nothing has nothing to return', async () => {
  offered = [];
  render(ReturnItemSheet, { returnId: '2', onclose: () => undefined });
  expect(await screen.findByText('Ana Lima has nothing that can come back')).toBeTruthy();
  expect(button('Save + done').disabled).toBe(true);
  expect(button('Save + add new').disabled).toBe(true);
});
