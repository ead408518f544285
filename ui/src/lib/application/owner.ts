import { call, commands, type SourceRef } from '$lib/host';

/** Whose money a source is, and how it came where it is a payment. */
export interface Owner {
  client: string;
  method: string | undefined;
}

/** Whose money `source` is. */
export async function ownerOf({ id, kind }: SourceRef): Promise<Owner> {
  switch (kind) {
    case 'payment': {
      const { client_name: client, form } = await call(commands.paymentPage(id));
      return { client, method: form.method };
    }
    case 'credit':
      return { client: (await call(commands.creditPage(id))).row.client_name, method: undefined };
    case 'credit_note':
      return { client: (await call(commands.creditNotePage(id))).row.client_name, method: undefined };
  }
}
