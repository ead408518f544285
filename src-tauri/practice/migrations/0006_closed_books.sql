-- Closed books: nothing dated up to their day is added or changed.

create trigger closed_books_keep_their_invoices before insert on invoice_version
when new.issued_on <= (select closed_through from profile)
or (select v.issued_on from invoice_now v where v.invoice_id = new.invoice_id) <= (select closed_through from profile)
begin
    select raise(abort, 'the books are closed on the day of the document');
end;

create trigger closed_books_keep_their_payments before insert on payment_version
when new.received_on <= (select closed_through from profile)
or (select v.received_on from payment_now v where v.payment_id = new.payment_id) <= (select closed_through from profile)
begin
    select raise(abort, 'the books are closed on the day of the document');
end;

-- Until when a credit can be used is of no closed day.
create trigger closed_books_keep_their_credits before insert on credit_version
when exists (
    select 1 from credit_now v
    where v.credit_id = new.credit_id and v.given_on <= (select closed_through from profile)
    and (v.given_on, v.origin, v.reason, v.amount_minor) <> (new.given_on, new.origin, new.reason, new.amount_minor)
)
or (new.version = 1 and new.given_on <= (select closed_through from profile))
begin
    select raise(abort, 'the books are closed on the day of the document');
end;

create trigger closed_books_take_no_charge before insert on charge
when new.on_day <= (select closed_through from profile)
begin
    select raise(abort, 'the books are closed on that day');
end;

create trigger closed_books_take_no_source_amount before insert on source_amount
when new.on_day <= (select closed_through from profile)
begin
    select raise(abort, 'the books are closed on that day');
end;

create trigger closed_books_take_no_application before insert on application
when new.on_day <= (select closed_through from profile)
begin
    select raise(abort, 'the books are closed on that day');
end;

create trigger closed_books_take_no_payout before insert on payout
when new.on_day <= (select closed_through from profile)
begin
    select raise(abort, 'the books are closed on that day');
end;

create trigger closed_books_take_no_write_off before insert on write_off
when new.on_day <= (select closed_through from profile)
begin
    select raise(abort, 'the books are closed on that day');
end;

create trigger closed_books_take_no_stock_movement before insert on stock_movement
when new.on_day <= (select closed_through from profile)
begin
    select raise(abort, 'the books are closed on that day');
end;
