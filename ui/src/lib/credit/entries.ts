import ArrowLeftRight from '@lucide/svelte/icons/arrow-left-right';
import Ban from '@lucide/svelte/icons/ban';
import CirclePause from '@lucide/svelte/icons/circle-pause';
import CirclePlay from '@lucide/svelte/icons/circle-play';
import HandCoins from '@lucide/svelte/icons/hand-coins';
import Pencil from '@lucide/svelte/icons/pencil';
import Split from '@lucide/svelte/icons/split';
import Trash from '@lucide/svelte/icons/trash';
import SourceApplySheet from '$lib/application/SourceApplySheet.svelte';
import VoidCreditNoteSheet from '$lib/credit_note/VoidCreditNoteSheet.svelte';
import { supplyEntries } from '$lib/document/supply';
import type { ClientId, CreditRow, SourceRef } from '$lib/host';
import { isNothing } from '$lib/payment/applied';
import EditPaymentSheet from '$lib/payment/EditPaymentSheet.svelte';
import RefundSheet from '$lib/refund/RefundSheet.svelte';
import type { MenuEntry, WayOut } from '$lib/shared/menu';
import { openSheet } from '$lib/shared/sheets.svelte';
import { t } from '$lib/words';
import ActiveCreditSheet from './ActiveCreditSheet.svelte';
import DeleteCreditSheet from './DeleteCreditSheet.svelte';
import EditCreditSheet from './EditCreditSheet.svelte';
import NewCreditSheet from './NewCreditSheet.svelte';
import { isGoodwill } from './status';
import TransferSheet from './TransferSheet.svelte';
import { withdrawWay, type Known } from './ways';

/** Why something cannot be done with a source; nothing where it can. */
interface Reasons {
  apply?: string | null;
  refund?: string | null;
  transfer?: string | null;
  /** Where the reason against moving it leads. */
  transferWay?: WayOut | null;
}

/** Apply, refund and move: what can be done with the money of any source. */
export function moneyEntries(source: SourceRef, client: ClientId | null, why: Reasons): MenuEntry[] {
  const { id } = source;
  return [
    {
      id: 'apply',
      label: t('application.menu'),
      icon: Split,
      reason: why.apply,
      run: () => openSheet(SourceApplySheet, { id }),
    },
    {
      id: 'refund',
      label: t('refund.menu'),
      icon: HandCoins,
      reason: why.refund,
      run: () => openSheet(RefundSheet, { id }),
    },
    {
      id: 'transfer',
      label: t('credit.transfer_menu'),
      icon: ArrowLeftRight,
      reason: why.transfer,
      way: why.transferWay,
      run: () => client && openSheet(TransferSheet, { id, clientId: client }),
    },
  ];
}

/** What can be done with a row of credit, whatever it comes from; on its own page more is `known` of it. */
export function creditEntries(row: CreditRow, known?: Known): MenuEntry[] {
  const { number } = row.source;
  const unusable = row.cannot_use;
  const nothing = t('credit.why_not_nothing', { number });
  const left = isNothing(row.remaining) ? nothing : null;
  const isGiven = !unusable && isGoodwill(row.origin);
  return [
    ...moneyEntries(row.source, row.client_id, {
      // What is applied can come off, even where nothing more can be put on.
      apply: isNothing(row.applied) ? (unusable ?? left) : null,
      refund: unusable ?? (isNothing(row.applied) ? left : null),
      transfer: isGiven ? t('credit.why_not_goodwill') : (unusable ?? left),
      transferWay: isGiven ? { label: t('credit.new_menu'), run: () => openSheet(NewCreditSheet, {}) } : null,
    }),
    ...ownEntries(row, known),
  ];
}

/** Edit, put to sleep and withdraw, each in the way of its kind. */
function ownEntries(row: CreditRow, known: Known | undefined): MenuEntry[] {
  const { id, kind, number } = row.source;
  const gone = row.status === 'withdrawn' ? row.cannot_use : null;
  const withdraw = {
    icon: Trash,
    danger: true,
    separated: true,
    reason: row.cannot_withdraw,
    way: withdrawWay(row, known),
  };
  const edit = { id: 'edit', label: t('credit.edit_menu'), icon: Pencil, separated: true };
  switch (kind) {
    case 'payment':
      return [
        { ...edit, reason: gone, run: () => openSheet(EditPaymentSheet, { id }) },
        { ...withdraw, id: 'delete', label: t('credit.delete_menu'), run: () => undefined },
      ];
    case 'credit_note': {
      const makeVoid = () => openSheet(VoidCreditNoteSheet, { id });
      const way = row.cannot_withdraw ? null : { label: t('credit_note.void_way', { number }), run: makeVoid };
      return [
        { ...edit, reason: t('credit.why_not_edit_note', { number }), way, run: () => undefined },
        ...supplyEntries({ kind: 'credit_note', id }),
        { ...withdraw, id: 'void', label: t('credit_note.void_menu'), icon: Ban, run: makeVoid },
      ];
    }
    case 'credit': {
      const transferred = row.origin === 'transfer' ? row.cannot_withdraw : null;
      const asleep = row.status === 'inactive';
      return [
        { ...edit, reason: gone ?? transferred, way: withdraw.way, run: () => openSheet(EditCreditSheet, { id }) },
        {
          id: 'active',
          label: asleep ? t('credit.activate_menu') : t('credit.deactivate_menu'),
          icon: asleep ? CirclePlay : CirclePause,
          reason: gone,
          run: () => openSheet(ActiveCreditSheet, { id, active: asleep }),
        },
        { ...withdraw, id: 'delete', label: t('credit.delete_menu'), run: () => openSheet(DeleteCreditSheet, { id }) },
      ];
    }
  }
}
