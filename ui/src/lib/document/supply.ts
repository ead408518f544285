import Download from '@lucide/svelte/icons/download';
import Mail from '@lucide/svelte/icons/mail';
import Printer from '@lucide/svelte/icons/printer';
import { announce } from '$lib/history/announce';
import { act, commands, type ActKey, type DocumentRef, type Keyed, type Acted, type Way } from '$lib/host';
import type { MenuEntry } from '$lib/shared/menu';
import { noteProblem } from '$lib/shared/toasts.svelte';
import { t } from '$lib/words';
import { printers } from './printers.svelte';

/** Gives `null` where the user thought better of it. */
type Supply = Keyed<[document: DocumentRef], Acted<null> | null>;

const WAYS: Record<Way, Supply> = {
  email: commands.emailDocument,
  print: (document: DocumentRef, ask: ActKey) => commands.printDocument(document, null, ask),
  pdf: commands.saveDocument,
};

/** Hands a document on by `way`, and says so; the copy is kept among the documents. */
export async function supply(document: DocumentRef, way: Way): Promise<void> {
  await handOn(document, WAYS[way]);
}

async function handOn(document: DocumentRef, way: Supply): Promise<void> {
  const hand = act(way);
  const done = await hand.run(document);
  // What has left the practice cannot be taken back.
  if (done) announce({ ...done, operation: null });
  else if (hand.error) noteProblem(hand.error.message);
}

/** E-mail, print and save, as entries of a menu; a printer that the system knows has one of its own. */
export function supplyEntries(document: DocumentRef): MenuEntry[] {
  return [
    { id: 'email', label: t('document.email'), icon: Mail, run: () => void supply(document, 'email'), separated: true },
    { id: 'print', label: t('document.print'), icon: Printer, run: () => void supply(document, 'print') },
    ...printers.names.map((printer) => ({
      id: `print ${printer}`,
      label: t('document.print_on', { printer }),
      icon: Printer,
      run: () => void handOn(document, (what, ask) => commands.printDocument(what, printer, ask)),
    })),
    { id: 'pdf', label: t('document.save_pdf'), icon: Download, run: () => void supply(document, 'pdf') },
  ];
}
