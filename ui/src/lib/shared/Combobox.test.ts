import { render, screen } from '@testing-library/svelte';
import userEvent from '@testing-library/user-event';
import { expect, test, vi } from 'vitest';
import type { Choice } from './choice';
import Combobox from './Combobox.svelte';

const clients: Choice[] = [
  { id: '1', label: 'Ana Müller' },
  { id: '2', label: 'Andrés Ortega' },
];

function combobox(value: Choice | null) {
  const onchange = vi.fn();
  const search = async (text: string) =>
    clients.filter((client) => client.label.toLowerCase().includes(text.toLowerCase()));
  render(Combobox<Choice>, { label: 'Client', value, search, onchange });
  return { user: userEvent.setup(), onchange, input: screen.getByLabelText<HTMLInputElement>('Client') };
}

test('coming to the field offers the first choices', async () => {
  const { user, input } = combobox({ id: '1', label: 'Ana Müller' });
  await user.click(input);
  expect(await screen.findByText('Andrés Ortega')).toBeTruthy();
});

test('typing narrows and lights the first, Enter chooses it', async () => {
  const { user, input, onchange } = combobox(null);
  await user.type(input, 'ort');
  await screen.findByText('Andrés Ortega');
  expect(screen.queryByText('Ana Müller')).toBeNull();
  await user.keyboard('{Enter}');
  expect(onchange).toHaveBeenLastCalledWith(clients[1]);
  expect(input.value).toBe('Andrés Ortega');
});

test('arrows go from one choice to the next', async () => {
  const { user, input, onchange } = combobox(null);
  await user.click(input);
  await screen.findByText('Andrés Ortega');
  await user.keyboard('{ArrowDown}{ArrowDown}{ArrowUp}{ArrowDown}{Enter}');
  expect(onchange).toHaveBeenCalledExactlyOnceWith(clients[1]);
});

test('half a name goes back to who was chosen, an emptied field means nobody', async () => {
  const { user, input, onchange } = combobox({ id: '1', label: 'Ana Müller' });
  await user.clear(input);
  await user.type(input, 'An');
  await user.tab();
  expect([input.value, onchange.mock.calls.length]).toEqual(['Ana Müller', 0]);
  await user.clear(input);
  await user.tab();
  expect(onchange).toHaveBeenCalledExactlyOnceWith(null);
});
