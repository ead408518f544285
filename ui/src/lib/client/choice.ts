import { call, commands, type ClientId } from '$lib/host';
import type { Choice } from '$lib/shared/choice';

/** Active clients to choose from, for a combobox. */
export async function findClients(text: string): Promise<Choice[]> {
  const rows = await call(commands.findClients(text));
  return rows.map(({ id, name, email, phone }) => ({ id, label: name, hint: email || phone || undefined }));
}

/** A client that is chosen already. */
export async function clientChoice(id: ClientId): Promise<Choice> {
  const { name } = await call(commands.clientPage(id));
  return { id, label: name };
}
