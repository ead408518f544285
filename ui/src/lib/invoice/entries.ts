import FileMinus from '@lucide/svelte/icons/file-minus';
import FilePen from '@lucide/svelte/icons/file-pen';
import PiggyBank from '@lucide/svelte/icons/piggy-bank';
import RotateCcw from '@lucide/svelte/icons/rotate-ccw';
import SquareMinus from '@lucide/svelte/icons/square-minus';
import WalletCards from '@lucide/svelte/icons/wallet-cards';
import { invoiceMistake } from '$lib/assist/entries';
import InvoiceApplySheet from '$lib/application/InvoiceApplySheet.svelte';
import NewCreditSheet from '$lib/credit/NewCreditSheet.svelte';
import CreditNoteSheet from '$lib/credit_note/CreditNoteSheet.svelte';
import RebillSheet from '$lib/credit_note/RebillSheet.svelte';
import type { InvoicePage, InvoiceRow } from '$lib/host';
import { isNothing } from '$lib/payment/applied';
import type { MenuEntry } from '$lib/shared/menu';
import { openSheet } from '$lib/shared/sheets.svelte';
import { t } from '$lib/words';
import { whyNotChange, whyNotWriteOff } from './status';
import WriteOffSheet from './WriteOffSheet.svelte';

type Invoice = Pick<InvoicePage | InvoiceRow, 'id' | 'number' | 'client_id' | 'status' | 'outstanding' | 'written_off'>;

/** Credits on an invoice: those that are there, and a new one. */
export function creditEntries(invoice: Invoice): MenuEntry[] {
  const { id, number, client_id, status } = invoice;
  const reason = whyNotChange(number, status);
  return [
    {
      id: 'invoice.credits',
      label: t('application.invoice_menu'),
      icon: WalletCards,
      reason,
      separated: true,
      run: () => openSheet(InvoiceApplySheet, { id }),
    },
    {
      id: 'invoice.credit',
      label: t('credit.new_menu'),
      icon: PiggyBank,
      reason,
      run: () => openSheet(NewCreditSheet, { clientId: client_id, invoice: { id, number } }),
    },
  ];
}

/** The acts that are never mixed up: the invoice was too high, is wrong, or will not be paid. */
export function correctionEntries(invoice: Invoice): MenuEntry[] {
  const { id, number, status } = invoice;
  const reason = whyNotChange(number, status);
  return [
    {
      id: 'invoice.credit_note',
      label: t('credit_note.menu'),
      icon: FileMinus,
      reason,
      separated: true,
      run: () => openSheet(CreditNoteSheet, { invoiceId: id }),
    },
    {
      id: 'invoice.rebill',
      label: t('credit_note.rebill_menu'),
      icon: FilePen,
      reason,
      run: () => openSheet(RebillSheet, { invoice: { id, number } }),
    },
    {
      id: 'invoice.write_off',
      label: t('invoice.write_off_menu'),
      icon: SquareMinus,
      reason: whyNotWriteOff(invoice),
      run: () => openSheet(WriteOffSheet, { id }),
    },
    { ...invoiceMistake(id, reason), id: 'invoice.assist' },
    ...(isNothing(invoice.written_off)
      ? []
      : [
          {
            id: 'invoice.reverse_write_off',
            label: t('invoice.reverse_write_off_menu'),
            icon: RotateCcw,
            run: () => openSheet(WriteOffSheet, { id, reverse: true }),
          },
        ]),
  ];
}
