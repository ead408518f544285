import { clearMocks, mockIPC } from '@tauri-apps/api/mocks';
import { render, screen, waitFor } from '@testing-library/svelte';
import userEvent from '@testing-library/user-event';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { ReturnMoney, ReturnPage } from '$lib/host';
import { setting } from '$lib/shared/setting.svelte';
import { dismiss, shown } from '$lib/shared/toasts.svelte';
import PostReturnSheet from './PostReturnSheet.svelte';
import { acted, draft, refused } from './sample';

vi.mock('$app/navigation', () => ({ goto: vi.fn() }));

const LATER = 'Enter today or an earlier day.';

let asked: { money: ReturnMoney; preview: boolean }[] = [];
let page: ReturnPage = draft;

beforeEach(() => {
  asked = [];
  page = draft;
  setting.today = '2026-03-02';
  mockIPC((command, payload) => {
    const { money, ask } = payload as { money: ReturnMoney; ask: { preview: boolean } };
    switch (command) {
      case 'settings':
        return { methods: [{ id: '1', name: 'Cash', archived: false }, { id: '2', name: 'Cheque', archived: false }] };
      case 'return_page':
        return page;
      case 'post_return':
        if (money.kind === 'refund' && money.refund.refunded_on > '2026-03-02') throw refused('refund.refunded_on', LATER);
        asked.push({ money, preview: ask.preview });
        return acted(
          {
            id: '2',
            number: 'RT-00001',
            credit_notes: [{ id: '4', number: 'CN-00001' }],
            refunds: money.kind === 'refund' ? [{ id: '6', number: 'RF-00001' }] : [],
          },
          'Posted RT-00001',
        );
      default:
        throw new Error(command);
    }
  });
});
afterEach(() => {
  clearMocks();
  setting.today = '';
  for (const note of shown()) dismiss(note.id);
});

const posted = () => asked.filter(({ preview }) => !preview).map(({ money }) => money);
const ways = () => shown().flatMap(({ acts }) => acts.map(({ label }) => label));

test('a return is kept as credit unless something else is chosen, and its note leads to what it made', async () => {
  const onclose = vi.fn();
  render(PostReturnSheet, { id: '2', onclose });
  const user = userEvent.setup();
  await user.click(await screen.findByRole('button', { name: 'Post and keep 24.90 as credit' }));
  await waitFor(() => expect(onclose).toHaveBeenCalledOnce());
  expect(posted()).toEqual([{ kind: 'credit' }]);
  expect(ways()).toEqual(['Credit note', 'Undo']);
});

test('it is refunded by any method, by cheque with its number', async () => {
  render(PostReturnSheet, { id: '2', onclose: () => undefined });
  const user = userEvent.setup();
  await user.click(await screen.findByRole('radio', { name: 'Refund it' }));
  await user.selectOptions(screen.getByLabelText('Method'), 'Cheque');
  await user.type(screen.getByLabelText(/Reference/), '000123');
  await user.click(screen.getByRole('button', { name: 'Post and refund 24.90' }));
  await waitFor(() => expect(posted()).toHaveLength(1));
  expect(posted()[0]).toEqual({
    kind: 'refund',
    refund: { refunded_on: '2026-03-02', method: 'Cheque', reference: '000123' },
  });
  expect(ways()).toEqual(['Credit note', 'Refund', 'Undo']);
});

test('a day to come is refused at its field, and nothing that was typed is lost', async () => {
  render(PostReturnSheet, { id: '2', onclose: () => undefined });
  const user = userEvent.setup();
  await user.click(await screen.findByRole('radio', { name: 'Refund it' }));
  const day = screen.getByRole<HTMLInputElement>('textbox', { name: 'Date of the refund' });
  await user.clear(day);
  await user.type(day, '2026-03-09');
  await user.click(screen.getByRole('button', { name: 'Post and refund 24.90' }));
  await waitFor(() => expect(day.getAttribute('aria-invalid')).toBe('true'));
  expect(screen.getAllByText(LATER)).toHaveLength(1);
  expect(day.value).toContain('9');
  expect(posted()).toEqual([]);
});

test('what was paid with goodwill is no money to give back', async () => {
  page = { ...draft, kept: '20.00', refundable: '20.00' };
  const { unmount } = render(PostReturnSheet, { id: '2', onclose: () => undefined });
  expect(await screen.findByText(/Of .*24.90, .*20.00 is money to give back/)).toBeTruthy();
  await userEvent.click(screen.getByRole('radio', { name: 'Refund it' }));
  expect(screen.getByRole('button', { name: 'Post and refund 20.00' })).toBeTruthy();
  unmount();
  page = { ...draft, kept: '0.00', refundable: '0.00' };
  render(PostReturnSheet, { id: '2', onclose: () => undefined });
  expect((await screen.findByRole<HTMLInputElement>('radio', { name: 'Refund it' })).disabled).toBe(true);
  expect(screen.getAllByText(/paid with goodwill/).length).toBeGreaterThan(0);
  expect(screen.getByRole('button', { name: 'Post return' })).toBeTruthy();
});

test('no more than was received is refunded, and the rest stays as credit', async () => {
  page = { ...draft, refundable: '20.00' };
  const { unmount } = render(PostReturnSheet, { id: '2', onclose: () => undefined });
  expect(await screen.findByText(/Only .*20.00 that was received for the client is left/)).toBeTruthy();
  expect(screen.getByRole('button', { name: 'Post and keep 24.90 as credit' })).toBeTruthy();
  await userEvent.click(screen.getByRole('radio', { name: 'Refund it' }));
  expect(screen.getByRole('button', { name: 'Post and refund 20.00' })).toBeTruthy();
  unmount();
  page = { ...draft, refundable: '0.00' };
  render(PostReturnSheet, { id: '2', onclose: () => undefined });
  expect((await screen.findByRole<HTMLInputElement>('radio', { name: 'Refund it' })).disabled).toBe(true);
  expect(screen.getAllByText(/Nothing that was received for the client/).length).toBeGreaterThan(0);
  expect(screen.getByRole('button', { name: 'Post and keep 24.90 as credit' })).toBeTruthy();
});

test('a return that cannot be posted says why, and is not tried', async () => {
  page = { ...draft, items: [], cannot_post: 'There is nothing to post. Add what comes back first.' };
  render(PostReturnSheet, { id: '2', onclose: () => undefined });
  expect(await screen.findByText(/There is nothing to post/)).toBeTruthy();
  expect(screen.getByRole<HTMLButtonElement>('button', { name: 'Post return' }).disabled).toBe(true);
  expect(screen.queryByRole('radio')).toBeNull();
  expect(screen.getByText('Nothing changes yet.')).toBeTruthy();
  expect(asked).toEqual([]);
});
