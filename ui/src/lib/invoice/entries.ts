import Ban from '@lucide/svelte/icons/ban';
import FileMinus from '@lucide/svelte/icons/file-minus';
import FilePen from '@lucide/svelte/icons/file-pen';
import FileText from '@lucide/svelte/icons/file-text';
import HandCoins from '@lucide/svelte/icons/hand-coins';
import Lock from '@lucide/svelte/icons/lock';
import LockOpen from '@lucide/svelte/icons/lock-open';
import Pencil from '@lucide/svelte/icons/pencil';
import PiggyBank from '@lucide/svelte/icons/piggy-bank';
import RotateCcw from '@lucide/svelte/icons/rotate-ccw';
import SquareMinus from '@lucide/svelte/icons/square-minus';
import WalletCards from '@lucide/svelte/icons/wallet-cards';
import { goto } from '$app/navigation';
import { invoiceMistake } from '$lib/assist/entries';
import InvoiceApplySheet from '$lib/application/InvoiceApplySheet.svelte';
import NewCreditSheet from '$lib/credit/NewCreditSheet.svelte';
import CreditNoteSheet from '$lib/credit_note/CreditNoteSheet.svelte';
import RebillSheet from '$lib/credit_note/RebillSheet.svelte';
import { supplyEntries } from '$lib/document/supply';
import type { InvoicePage, InvoiceRow } from '$lib/host';
import { isNothing } from '$lib/payment/applied';
import RecordPaymentSheet from '$lib/payment/RecordPaymentSheet.svelte';
import type { MenuEntry, WayOut } from '$lib/shared/menu';
import { openSheet } from '$lib/shared/sheets.svelte';
import { t } from '$lib/words';
import EditInvoiceSheet from './EditInvoiceSheet.svelte';
import LockInvoiceSheet from './LockInvoiceSheet.svelte';
import { whyNotChange, whyNotEdit, whyNotLock, whyNotPay, whyNotVoid, whyNotWriteOff } from './status';
import VoidInvoiceSheet from './VoidInvoiceSheet.svelte';
import WriteOffSheet from './WriteOffSheet.svelte';

type Invoice = Pick<InvoicePage | InvoiceRow, 'id' | 'number' | 'client_id' | 'status' | 'outstanding' | 'written_off'>;

/** What can be done with an invoice of a list. */
export function invoiceEntries(row: InvoiceRow): MenuEntry[] {
  const { id, number, client_id, locked } = row;
  return [
    { id: 'open', label: t('invoice.open'), icon: FileText, run: () => void goto(`/invoices/${id}`) },
    {
      id: 'pay',
      label: t('invoice.record_payment'),
      icon: HandCoins,
      reason: whyNotPay(row),
      run: () => openSheet(RecordPaymentSheet, { clientId: client_id, invoiceId: id }),
    },
    {
      id: 'edit',
      label: t('invoice.edit'),
      icon: Pencil,
      reason: whyNotEdit(row),
      way: unlockWay(row),
      run: () => openSheet(EditInvoiceSheet, { id }),
    },
    ...creditEntries(row),
    ...supplyEntries({ kind: 'invoice', id }),
    ...correctionEntries(row),
    {
      id: 'lock',
      label: locked ? t('invoice.unlock_menu') : t('invoice.lock_menu'),
      icon: locked ? LockOpen : Lock,
      reason: whyNotLock(number, row.status),
      separated: true,
      run: () => openSheet(LockInvoiceSheet, { id, unlock: locked }),
    },
    {
      id: 'void',
      label: t('invoice.void_menu'),
      icon: Ban,
      reason: whyNotVoid(row),
      way: unlockWay(row),
      danger: true,
      run: () => openSheet(VoidInvoiceSheet, { id }),
    },
  ];
}

function unlockWay({ id, number, status, locked }: InvoiceRow): WayOut | null {
  if (!locked || status === 'void') return null;
  return { label: t('invoice.unlock_way', { number }), run: () => openSheet(LockInvoiceSheet, { id, unlock: true }) };
}

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
