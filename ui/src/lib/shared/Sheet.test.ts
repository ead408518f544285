import { render, screen, waitFor } from '@testing-library/svelte';
import userEvent from '@testing-library/user-event';
import { createRawSnippet } from 'svelte';
import { expect, test, vi } from 'vitest';
import Sheet from './Sheet.svelte';

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
