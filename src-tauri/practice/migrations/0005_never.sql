-- What must never happen, whatever the program does.

create trigger invoice_numbers_without_gap before insert on invoice
when new.sequence <> coalesce(
    (select max(sequence) + 1 from invoice),
    (select invoice_first from profile)
)
begin
    select raise(abort, 'invoice numbers run without a gap');
end;

create trigger source_numbers_without_gap before insert on source
when new.sequence <> coalesce(
    (select max(sequence) + 1 from source where kind = new.kind),
    (select case new.kind when 'payment' then receipt_first when 'credit_note' then credit_note_first else 1 end
     from profile)
)
begin
    select raise(abort, 'receipts, credits and credit notes are each numbered without a gap');
end;

create trigger refund_numbers_without_gap before insert on refund
when new.sequence <> coalesce(
    (select max(sequence) + 1 from refund),
    (select refund_first from profile)
)
begin
    select raise(abort, 'refund numbers run without a gap');
end;

create trigger payment_version_of_a_payment before insert on payment_version
when (select kind from source where id = new.payment_id) <> 'payment'
begin
    select raise(abort, 'only a payment has a receipt');
end;

create trigger credit_version_of_a_credit before insert on credit_version
when (select kind from source where id = new.credit_id) <> 'credit'
begin
    select raise(abort, 'only a credit has an origin');
end;

create trigger credit_note_of_its_kind before insert on credit_note
when (select kind from source where id = new.id) <> 'credit_note'
begin
    select raise(abort, 'only a credit note has lines');
end;

create trigger credit_versions_follow before insert on credit_version
when new.version <> (select coalesce(max(version), 0) + 1 from credit_version where credit_id = new.credit_id)
begin
    select raise(abort, 'credit versions follow each other');
end;

create trigger noted_invoice_stays before insert on invoice_version
when exists (
    select 1 from credit_note n join source_balance b on b.id = n.id
    where n.invoice_id = new.invoice_id and b.state <> 'withdrawn'
)
begin
    select raise(abort, 'an invoice with a live credit note stays as it is');
end;

create trigger noted_invoice_never_void before insert on invoice_state
when new.state = 'void' and exists (
    select 1 from credit_note n join source_balance b on b.id = n.id
    where n.invoice_id = new.invoice_id and b.state <> 'withdrawn'
)
begin
    select raise(abort, 'an invoice with a live credit note is not void');
end;

create trigger noted_line_within_bounds after insert on credit_note_line
when new.invoice_line_id is not null
begin
    select raise(abort, 'more credited of a line than was charged')
    from invoice_line l
    where l.id = new.invoice_line_id
    and (
        select sum(x.net_minor) > l.net_minor or sum(x.tax_minor) > l.tax_minor
            or sum(x.quantity_thousandths) > l.quantity_thousandths
        from credit_note_line x join source_balance b on b.id = x.credit_note_id
        where x.invoice_line_id = l.id and b.state <> 'withdrawn'
    );
    select raise(abort, 'a credit note mirrors lines of its invoice as it is now')
    where not exists (
        select 1 from credit_note n
        join invoice_now v on v.invoice_id = n.invoice_id
        join invoice_line l on l.version_id = v.id
        where n.id = new.credit_note_id and l.id = new.invoice_line_id
    );
end;

create trigger invoice_versions_follow before insert on invoice_version
when new.version <> (select coalesce(max(version), 0) + 1 from invoice_version where invoice_id = new.invoice_id)
begin
    select raise(abort, 'invoice versions follow each other');
end;

create trigger payment_versions_follow before insert on payment_version
when new.version <> (select coalesce(max(version), 0) + 1 from payment_version where payment_id = new.payment_id)
begin
    select raise(abort, 'payment versions follow each other');
end;

create trigger session_charged_by_its_invoice before insert on invoice_line
when new.session_id is not null
and not exists (
    select 1
    from session s
    join invoice_version v on v.id = new.version_id
    left join session_share h on h.session_id = s.id and h.invoice_id = v.invoice_id
    where s.id = new.session_id and v.invoice_id in (s.invoice_id, h.invoice_id)
)
begin
    select raise(abort, 'a session has at most one live charge for each payer');
end;

create trigger session_shared_with_others before insert on session_share
when new.client_id = (select client_id from session where id = new.session_id)
begin
    select raise(abort, 'a session is shared with other clients than its own');
end;

create trigger session_shares_within_whole after insert on session_share
when (select sum(percent_e4) from session_share where session_id = new.session_id) > 1000000
begin
    select raise(abort, 'the shares of a session come to more than all of it');
end;

create trigger credit_note_counts_again_within_bounds before insert on source_state
when new.state <> 'withdrawn' and exists (
    select 1
    from credit_note n
    join credit_note_line x on x.credit_note_id = n.id
    join invoice_line l on l.id = x.invoice_line_id
    where n.id = new.source_id
    and (
        l.version_id <> (select v.id from invoice_now v where v.invoice_id = n.invoice_id)
        or (select b.state from invoice_balance b where b.id = n.invoice_id) = 'void'
        or (
            select sum(y.net_minor) > l.net_minor or sum(y.tax_minor) > l.tax_minor
                or sum(y.quantity_thousandths) > l.quantity_thousandths
            from credit_note_line y
            where y.invoice_line_id = l.id
            and (
                y.credit_note_id = n.id
                or (select b.state from source_balance b where b.id = y.credit_note_id) <> 'withdrawn'
            )
        )
    )
)
begin
    select raise(abort, 'the lines of the credit note changed or were credited since');
end;

create trigger application_within_bounds after insert on application
begin
    select raise(abort, 'more applied to the invoice than its total, or less than nothing')
    from invoice_balance b
    where b.id = new.invoice_id and not (b.applied_minor between 0 and b.total_minor - b.written_off_minor);
    select raise(abort, 'more applied from the source than its amount, or less than nothing')
    from source_balance b
    where b.id = new.source_id and not (b.applied_minor between 0 and b.amount_minor - b.paid_out_minor);
    select raise(abort, 'more taken off the invoice than was applied')
    where (
        select sum(a.amount_minor)
        from application a
        where a.source_id = new.source_id and +a.invoice_id = new.invoice_id
    ) < 0;
    delete from unsettled
    where invoice_id = new.invoice_id
    and (select b.total_minor = b.applied_minor + b.written_off_minor from invoice_balance b where b.id = new.invoice_id);
    insert or ignore into unsettled (invoice_id, client_id)
    select b.id, b.client_id from invoice_balance b
    where b.id = new.invoice_id and b.total_minor > b.applied_minor + b.written_off_minor;
end;

create trigger charge_within_bounds after insert on charge
begin
    select raise(abort, 'the invoice would come to less than is applied to it')
    from invoice_balance b
    where b.id = new.invoice_id and b.total_minor < b.applied_minor + b.written_off_minor;
    delete from unsettled
    where invoice_id = new.invoice_id
    and (select b.total_minor = b.applied_minor + b.written_off_minor from invoice_balance b where b.id = new.invoice_id);
    insert or ignore into unsettled (invoice_id, client_id)
    select b.id, b.client_id from invoice_balance b
    where b.id = new.invoice_id and b.total_minor > b.applied_minor + b.written_off_minor;
end;

create trigger source_amount_within_bounds after insert on source_amount
begin
    select raise(abort, 'the source would come to less than is used of it')
    from source_balance b
    where b.id = new.source_id and b.amount_minor < b.applied_minor + b.paid_out_minor;
end;

create trigger write_off_within_bounds after insert on write_off
begin
    select raise(abort, 'more written off than is outstanding, or less than nothing')
    from invoice_balance b
    where b.id = new.invoice_id and not (b.written_off_minor between 0 and b.total_minor - b.applied_minor);
    delete from unsettled
    where invoice_id = new.invoice_id
    and (select b.total_minor = b.applied_minor + b.written_off_minor from invoice_balance b where b.id = new.invoice_id);
    insert or ignore into unsettled (invoice_id, client_id)
    select b.id, b.client_id from invoice_balance b
    where b.id = new.invoice_id and b.total_minor > b.applied_minor + b.written_off_minor;
end;

create trigger payout_within_bounds after insert on payout
begin
    select raise(abort, 'more refunded than remains of the source, or less than nothing')
    from source_balance b
    where b.id = new.source_id and not (b.paid_out_minor between 0 and b.amount_minor - b.applied_minor);
    select raise(abort, 'a refund is paid once')
    from refund r
    where r.id = new.refund_id
    and (select sum(p.amount_minor) from payout p where p.refund_id = r.id) not in (0, r.amount_minor);
end;

create trigger application_between_linked_clients before insert on application
when new.amount_minor > 0 and new.source_client_id <> new.client_id
and not exists (
    select 1 from client_link k
    where k.client_id = min(new.source_client_id, new.client_id) and k.other_id = max(new.source_client_id, new.client_id)
)
begin
    select raise(abort, 'money is used for a client of its own or a linked one');
end;

create trigger link_that_money_crosses_stays before delete on client_link
when exists (
    select 1 from application a
    where (a.source_client_id = old.client_id and a.client_id = old.other_id)
        or (a.source_client_id = old.other_id and a.client_id = old.client_id)
    group by a.source_id, a.invoice_id having sum(a.amount_minor) > 0
)
begin
    select raise(abort, 'money crosses the link');
end;

create trigger void_invoice_takes_no_money before insert on application
when new.amount_minor > 0
and (select b.state from invoice_balance b where b.id = new.invoice_id) = 'void'
begin
    select raise(abort, 'nothing is applied to a void invoice');
end;

create trigger return_numbers_without_gap before insert on return_posting
when new.sequence <> coalesce((select max(sequence) + 1 from return_posting), 1)
begin
    select raise(abort, 'return numbers run without a gap');
end;

create trigger posted_return_stays before update on returns
when exists (select 1 from return_posted where return_id = old.id)
begin
    select raise(abort, 'a posted return stays as it is');
end;

create trigger posted_return_is_not_discarded before delete on returns
when exists (select 1 from return_posted where return_id = old.id)
begin
    select raise(abort, 'a posted return stays as it is');
end;

create trigger posted_return_keeps_its_items before delete on return_item
when exists (select 1 from return_posted where return_id = old.return_id)
begin
    select raise(abort, 'a posted return stays as it is');
end;

create trigger posted_return_gets_no_items before insert on return_item
when exists (select 1 from return_posted where return_id = new.return_id)
begin
    select raise(abort, 'a posted return stays as it is');
end;

create trigger posted_return_has_its_items before update on return_item begin
    select raise(abort, 'items of a return are written anew');
end;
