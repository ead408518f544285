import { render, screen, waitFor } from '@testing-library/svelte';
import userEvent from '@testing-library/user-event';
import { createRawSnippet } from 'svelte';
import { afterEach, expect, test, vi } from 'vitest';
import Sheet from './Sheet.svelte';

afterEach(() => void vi.restoreAllMocks());

function sheet(dirty: boolean, blocked = false) {
  const onclose = vi.fn();
  const onsubmit = vi.fn();
  const { component } = render(Sheet, {
    open: true,
    title: 'Record payment',
    act: 'Record 120.00',
    dirty,
    blocked,
    onclose,
    onsubmit,
    children: createRawSnippet(() => ({ render: () => '<input aria-label="Amount" />' })),
  });
  return { user: userEvent.setup(), leave: component.leave, onclose, onsubmit };
}

test('Escape closes a sheet in which nothing was typed', async () => {
  const { user, onclose } = sheet(false);
  await user.keyboard('{Escape}');
  expect(onclose).toHaveBeenCalledOnce();
});

test('what was typed is not lost without asking', async () => {
  const { user, onclose } = sheet(true);
  await user.keyboard('{Escape}');
  expect(onclose).not.toHaveBeenCalled();
  await user.click(await screen.findByRole('button', { name: 'Keep editing' }));
  expect(screen.getByLabelText('Amount')).toBeTruthy();
  await user.keyboard('{Escape}');
  await user.click(await screen.findByRole('button', { name: 'Discard' }));
  expect(onclose).toHaveBeenCalledOnce();
});

test('the focus begins in the first field, so that typing goes somewhere and Enter closes nothing', async () => {
  const { user } = sheet(true);
  await waitFor(() => expect(document.activeElement).toBe(screen.getByLabelText('Amount')));
  await user.keyboard('120');
  expect(screen.getByLabelText<HTMLInputElement>('Amount').value).toBe('120');
});

test('where the form comes late the focus waits on the sheet and then begins in its first field', async () => {
  let arrive: () => void = () => undefined;
  const children = createRawSnippet(() => ({
    render: () => '<div></div>',
    setup: (box) => {
      arrive = () => (box.innerHTML = '<input type="radio" aria-label="Spent" disabled /><input aria-label="Late" />');
    },
  }));
  render(Sheet, { open: true, title: 'New item', act: 'Save', children, onsubmit: vi.fn() });
  await waitFor(() => expect(document.activeElement).toBe(screen.getByRole('dialog')));
  arrive();
  await waitFor(() => expect(document.activeElement).toBe(screen.getByLabelText('Late')));
});

test('Enter in a field does what the button says', async () => {
  const { user, onsubmit } = sheet(true);
  await user.type(screen.getByLabelText('Amount'), '120{Enter}');
  expect(onsubmit).toHaveBeenCalledOnce();
});

test('after a refusal the focus is where something is wrong', async () => {
  const children = createRawSnippet(() => ({ render: () => '<div><input aria-label="Amount" /><input aria-label="Day" /></div>' }));
  const onsubmit = () => screen.getByLabelText('Day').setAttribute('aria-invalid', 'true');
  render(Sheet, { open: true, title: 'Record payment', act: 'Record', children, onsubmit });
  await userEvent.setup().type(screen.getByLabelText('Amount'), '12{Enter}');
  await waitFor(() => expect(document.activeElement).toBe(screen.getByLabelText('Day')));
});

test('a sheet that cannot act yet does not', async () => {
  const { user, onsubmit } = sheet(true, true);
  await user.type(screen.getByLabelText('Amount'), '{Control>}{Enter}{/Control}');
  expect(onsubmit).not.toHaveBeenCalled();
});

test('leaving a sheet for another asks first too, and only what was agreed to is opened', async () => {
  const next = vi.fn();
  const { user, leave, onclose } = sheet(true);
  leave(next);
  await user.click(await screen.findByRole('button', { name: 'Keep editing' }));
  expect(next).not.toHaveBeenCalled();
  leave(next);
  await user.click(await screen.findByRole('button', { name: 'Discard' }));
  expect(onclose).toHaveBeenCalledOnce();
  expect(next).toHaveBeenCalledOnce();
});

/** A sheet without a field, long enough after it opened that the press that opened it is over. */
async function asking(begins: 'act' | 'cancel', form = '<p>Its lines cannot be changed then.</p>') {
  let now = 0;
  vi.spyOn(performance, 'now').mockImplementation(() => now);
  const [onclose, onsubmit] = [vi.fn(), vi.fn()];
  const children = createRawSnippet(() => ({ render: () => form }));
  render(Sheet, { open: true, title: 'Lock INV-00007', act: 'Lock', begins, children, onclose, onsubmit });
  await waitFor(() => expect(document.activeElement?.closest('[role="dialog"]')).toBeTruthy());
  return { user: userEvent.setup(), onclose, onsubmit, wait: (ms: number) => void (now += ms) };
}

test('a sheet without a field begins on its act, and Enter does it', async () => {
  const { user, onsubmit, onclose, wait } = await asking('act');
  expect(document.activeElement).toBe(screen.getByRole('button', { name: 'Lock' }));
  wait(1_000);
  await user.keyboard('{Enter}');
  expect(onsubmit).toHaveBeenCalledOnce();
  expect(onclose).not.toHaveBeenCalled();
});

test('where the act takes something away it begins on Cancel', async () => {
  const { user, onsubmit, onclose, wait } = await asking('cancel');
  expect(document.activeElement).toBe(screen.getByRole('button', { name: 'Cancel' }));
  wait(1_000);
  await user.keyboard('{Enter}');
  expect(onsubmit).not.toHaveBeenCalled();
  expect(onclose).toHaveBeenCalledOnce();
});

test.each(['act', 'cancel'] as const)('the press that opened a sheet neither acts nor closes it (%s)', async (begins) => {
  const { user, onsubmit, onclose, wait } = await asking(begins);
  wait(150);
  await user.keyboard('{Enter}');
  wait(1_000);
  await user.keyboard('{Enter>3}');
  expect(onsubmit.mock.calls.length + onclose.mock.calls.length).toBe(1);
});

test('a field goes before the act', async () => {
  await asking('act', '<input aria-label="Reason" />');
  expect(document.activeElement).toBe(screen.getByLabelText('Reason'));
});
