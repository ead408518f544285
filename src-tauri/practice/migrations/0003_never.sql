-- What must never happen, whatever the program does.

create trigger operation_never_changed before update on operation begin
    select raise(abort, 'operation is append-only');
end;

create trigger operation_never_deleted before delete on operation begin
    select raise(abort, 'operation is append-only');
end;

create trigger operation_subject_never_changed before update on operation_subject begin
    select raise(abort, 'operation_subject is append-only');
end;

create trigger operation_subject_never_deleted before delete on operation_subject begin
    select raise(abort, 'operation_subject is append-only');
end;

create trigger change_never_changed before update on change begin
    select raise(abort, 'change is append-only');
end;

create trigger change_never_deleted before delete on change begin
    select raise(abort, 'change is append-only');
end;

create trigger frozen_never_changed before update on frozen begin
    select raise(abort, 'frozen is append-only');
end;

create trigger frozen_never_deleted before delete on frozen begin
    select raise(abort, 'frozen is append-only');
end;

create trigger invoice_never_changed before update on invoice begin
    select raise(abort, 'invoice is append-only');
end;

create trigger invoice_never_deleted before delete on invoice begin
    select raise(abort, 'invoice is append-only');
end;

create trigger invoice_version_never_changed before update on invoice_version begin
    select raise(abort, 'invoice_version is append-only');
end;

create trigger invoice_version_never_deleted before delete on invoice_version begin
    select raise(abort, 'invoice_version is append-only');
end;

create trigger invoice_line_never_changed before update on invoice_line begin
    select raise(abort, 'invoice_line is append-only');
end;

create trigger invoice_line_never_deleted before delete on invoice_line begin
    select raise(abort, 'invoice_line is append-only');
end;

create trigger line_tax_never_changed before update on line_tax begin
    select raise(abort, 'line_tax is append-only');
end;

create trigger line_tax_never_deleted before delete on line_tax begin
    select raise(abort, 'line_tax is append-only');
end;

create trigger invoice_state_never_changed before update on invoice_state begin
    select raise(abort, 'invoice_state is append-only');
end;

create trigger invoice_state_never_deleted before delete on invoice_state begin
    select raise(abort, 'invoice_state is append-only');
end;

create trigger charge_never_changed before update on charge begin
    select raise(abort, 'charge is append-only');
end;

create trigger charge_never_deleted before delete on charge begin
    select raise(abort, 'charge is append-only');
end;

create trigger source_never_changed before update on source begin
    select raise(abort, 'source is append-only');
end;

create trigger source_never_deleted before delete on source begin
    select raise(abort, 'source is append-only');
end;

create trigger payment_never_changed before update on payment begin
    select raise(abort, 'payment is append-only');
end;

create trigger payment_never_deleted before delete on payment begin
    select raise(abort, 'payment is append-only');
end;

create trigger payment_version_never_changed before update on payment_version begin
    select raise(abort, 'payment_version is append-only');
end;

create trigger payment_version_never_deleted before delete on payment_version begin
    select raise(abort, 'payment_version is append-only');
end;

create trigger payment_state_never_changed before update on payment_state begin
    select raise(abort, 'payment_state is append-only');
end;

create trigger payment_state_never_deleted before delete on payment_state begin
    select raise(abort, 'payment_state is append-only');
end;

create trigger source_amount_never_changed before update on source_amount begin
    select raise(abort, 'source_amount is append-only');
end;

create trigger source_amount_never_deleted before delete on source_amount begin
    select raise(abort, 'source_amount is append-only');
end;

create trigger application_never_changed before update on application begin
    select raise(abort, 'application is append-only');
end;

create trigger application_never_deleted before delete on application begin
    select raise(abort, 'application is append-only');
end;

create trigger supplied_never_changed before update on supplied begin
    select raise(abort, 'supplied is append-only');
end;

create trigger supplied_never_deleted before delete on supplied begin
    select raise(abort, 'supplied is append-only');
end;

create trigger delivery_never_changed before update on delivery begin
    select raise(abort, 'delivery is append-only');
end;

create trigger delivery_never_deleted before delete on delivery begin
    select raise(abort, 'delivery is append-only');
end;


create trigger invoice_numbers_without_gap before insert on invoice
when new.sequence <> coalesce(
    (select max(sequence) + 1 from invoice),
    (select invoice_first from profile)
)
begin
    select raise(abort, 'invoice numbers run without a gap');
end;

create trigger receipt_numbers_without_gap before insert on payment
when new.sequence <> coalesce(
    (select max(sequence) + 1 from payment),
    (select receipt_first from profile)
)
begin
    select raise(abort, 'receipt numbers run without a gap');
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

create trigger application_within_bounds after insert on application
begin
    select raise(abort, 'more applied to the invoice than its total, or less than nothing')
    from invoice_balance b
    where b.id = new.invoice_id and not (b.applied_minor between 0 and b.total_minor);
    select raise(abort, 'more applied from the source than its amount, or less than nothing')
    from source_balance b
    where b.id = new.source_id and not (b.applied_minor between 0 and b.amount_minor);
    select raise(abort, 'more taken off the invoice than was applied')
    where (
        select sum(a.amount_minor)
        from application a
        where a.source_id = new.source_id and +a.invoice_id = new.invoice_id
    ) < 0;
    delete from unsettled
    where invoice_id = new.invoice_id
    and (select b.total_minor = b.applied_minor from invoice_balance b where b.id = new.invoice_id);
    insert or ignore into unsettled (invoice_id, client_id)
    select b.id, b.client_id from invoice_balance b
    where b.id = new.invoice_id and b.total_minor > b.applied_minor;
end;

create trigger charge_within_bounds after insert on charge
begin
    select raise(abort, 'the invoice would come to less than is applied to it')
    from invoice_balance b
    where b.id = new.invoice_id and b.total_minor < b.applied_minor;
    delete from unsettled
    where invoice_id = new.invoice_id
    and (select b.total_minor = b.applied_minor from invoice_balance b where b.id = new.invoice_id);
    insert or ignore into unsettled (invoice_id, client_id)
    select b.id, b.client_id from invoice_balance b
    where b.id = new.invoice_id and b.total_minor > b.applied_minor;
end;

create trigger source_amount_within_bounds after insert on source_amount
begin
    select raise(abort, 'the source would come to less than is used of it')
    from source_balance b
    where b.id = new.source_id and b.amount_minor < b.applied_minor;
end;

create trigger void_invoice_takes_no_money before insert on application
when new.amount_minor > 0
and (select b.state from invoice_balance b where b.id = new.invoice_id) = 'void'
begin
    select raise(abort, 'nothing is applied to a void invoice');
end;
