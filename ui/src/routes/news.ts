import Banknote from '@lucide/svelte/icons/banknote';
import CalendarPlus from '@lucide/svelte/icons/calendar-plus';
import ClipboardPlus from '@lucide/svelte/icons/clipboard-plus';
import FilePlus from '@lucide/svelte/icons/file-plus';
import PackageOpen from '@lucide/svelte/icons/package-open';
import PackagePlus from '@lucide/svelte/icons/package-plus';
import PiggyBank from '@lucide/svelte/icons/piggy-bank';
import UserPlus from '@lucide/svelte/icons/user-plus';
import NewClientSheet from '$lib/client/NewClientSheet.svelte';
import NewCreditSheet from '$lib/credit/NewCreditSheet.svelte';
import InvoiceSheet from '$lib/invoice/InvoiceSheet.svelte';
import RecordPaymentSheet from '$lib/payment/RecordPaymentSheet.svelte';
import ProductSheet from '$lib/product/ProductSheet.svelte';
import AddRecordSheet from '$lib/record/AddRecordSheet.svelte';
import NewReturnSheet from '$lib/returns/NewReturnSheet.svelte';
import SessionSheet from '$lib/session/SessionSheet.svelte';
import type { MenuEntry } from '$lib/shared/menu';
import { openSheet } from '$lib/shared/sheets.svelte';
import { t } from '$lib/words';

/** What the *New* menu makes, from any page. */
export const news: readonly MenuEntry[] = [
  {
    id: 'new:session',
    label: t('session.book'),
    icon: CalendarPlus,
    run: () => openSheet(SessionSheet, {}),
  },
  {
    id: 'new:client',
    label: t('client.new'),
    icon: UserPlus,
    run: () => openSheet(NewClientSheet, {}),
  },
  {
    id: 'new:invoice',
    label: t('invoice.new'),
    icon: FilePlus,
    run: () => openSheet(InvoiceSheet, {}),
  },
  {
    id: 'new:payment',
    label: t('payment.new'),
    icon: Banknote,
    run: () => openSheet(RecordPaymentSheet, {}),
  },
  {
    id: 'new:credit',
    label: t('credit.new'),
    icon: PiggyBank,
    run: () => openSheet(NewCreditSheet, {}),
  },
  {
    id: 'new:record',
    label: t('record.add'),
    icon: ClipboardPlus,
    run: () => openSheet(AddRecordSheet, {}),
  },
  {
    id: 'new:return',
    label: t('returns.new'),
    icon: PackageOpen,
    run: () => openSheet(NewReturnSheet, {}),
  },
  {
    id: 'new:product',
    label: t('product.new'),
    icon: PackagePlus,
    run: () => openSheet(ProductSheet, {}),
  },
];
