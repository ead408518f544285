import { clearMocks, mockIPC } from '@tauri-apps/api/mocks';
import { render, screen, waitFor } from '@testing-library/svelte';
import userEvent from '@testing-library/user-event';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { ReturnPage } from '$lib/host';
import ReverseReturnSheet from './ReverseReturnSheet.svelte';
import { acted, posted, refused } from './sample';

const SHORT = 'Only 0 of “Workbook” are in stock, and 1 is taken. Say why there is more, or count them first.';

type Sent = { reason: string; stockReason: string };

let reversed: Sent[] = [];
let short = false;
let page: ReturnPage = posted;

beforeEach(() => {
  reversed = [];
  short = false;
  page = posted;
  mockIPC((command, payload) => {
    const { reason, stockReason, ask } = payload as Sent & { ask: { preview: boolean } };
    switch (command) {
      case 'return_page':
        return page;
      case 'reverse_return':
        if (short && !stockReason) throw refused('stock_reason', SHORT);
        if (!ask.preview) reversed.push({ reason, stockReason });
        return acted(null);
      default:
        throw new Error(command);
    }
  });
});
afterEach(clearMocks);

test('a return is reversed, with a reason where there is one to say', async () => {
  const onclose = vi.fn();
  render(ReverseReturnSheet, { id: '2', onclose });
  const user = userEvent.setup();
  expect(await screen.findByText('Reverse RT-00001')).toBeTruthy();
  expect(screen.queryByLabelText('Why more than there is?')).toBeNull();
  await user.type(screen.getByLabelText(/Reason/), 'The wrong client');
  await user.click(screen.getByRole('button', { name: 'Reverse return' }));
  await waitFor(() => expect(onclose).toHaveBeenCalledOnce());
  expect(reversed).toEqual([{ reason: 'The wrong client', stockReason: '' }]);
});

test('what was sold again since asks why more goes out than there is, and stays asked', async () => {
  short = true;
  render(ReverseReturnSheet, { id: '2', onclose: () => undefined });
  const user = userEvent.setup();
  const why = await screen.findByLabelText('Why more than there is?');
  expect(screen.getAllByText(SHORT)).toHaveLength(1);
  await user.type(screen.getByLabelText(/Reason/), 'The wrong client');
  await user.type(why, 'Counted wrong');
  await waitFor(() => expect(screen.queryByText(SHORT)).toBeNull());
  expect(screen.getByLabelText('Why more than there is?')).toBe(why);
  await user.click(screen.getByRole('button', { name: 'Reverse return' }));
  await waitFor(() => expect(reversed).toEqual([{ reason: 'The wrong client', stockReason: 'Counted wrong' }]));
});

test('while its credit is used it says so and is not tried', async () => {
  page = { ...posted, cannot_reverse: '10.00 of CN-00001 is used on INV-00009. Unapply it first.' };
  render(ReverseReturnSheet, { id: '2', onclose: () => undefined });
  expect(await screen.findByText(/is used on INV-00009/)).toBeTruthy();
  expect(screen.getByRole<HTMLButtonElement>('button', { name: 'Reverse return' }).disabled).toBe(true);
  expect(screen.queryByLabelText(/Reason/)).toBeNull();
});
