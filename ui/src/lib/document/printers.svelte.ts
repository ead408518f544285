import { call, commands } from '$lib/host';

/** The printers that the system prints on by itself. */
export const printers = $state<{ names: string[] }>({ names: [] });

/** Looks for printers; one that is plugged in later is found at the next start. */
export async function findPrinters(): Promise<void> {
  printers.names = await call(commands.printers()).catch(() => []);
}
