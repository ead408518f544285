-- What was written is never changed and never deleted, whatever the program does.

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

create trigger payment_version_never_changed before update on payment_version begin
    select raise(abort, 'payment_version is append-only');
end;

create trigger payment_version_never_deleted before delete on payment_version begin
    select raise(abort, 'payment_version is append-only');
end;

create trigger source_state_never_changed before update on source_state begin
    select raise(abort, 'source_state is append-only');
end;

create trigger source_state_never_deleted before delete on source_state begin
    select raise(abort, 'source_state is append-only');
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

create trigger credit_version_never_changed before update on credit_version begin
    select raise(abort, 'credit_version is append-only');
end;

create trigger credit_version_never_deleted before delete on credit_version begin
    select raise(abort, 'credit_version is append-only');
end;

create trigger credit_note_never_changed before update on credit_note begin
    select raise(abort, 'credit_note is append-only');
end;

create trigger credit_note_never_deleted before delete on credit_note begin
    select raise(abort, 'credit_note is append-only');
end;

create trigger credit_note_line_never_changed before update on credit_note_line begin
    select raise(abort, 'credit_note_line is append-only');
end;

create trigger credit_note_line_never_deleted before delete on credit_note_line begin
    select raise(abort, 'credit_note_line is append-only');
end;

create trigger credit_note_line_tax_never_changed before update on credit_note_line_tax begin
    select raise(abort, 'credit_note_line_tax is append-only');
end;

create trigger credit_note_line_tax_never_deleted before delete on credit_note_line_tax begin
    select raise(abort, 'credit_note_line_tax is append-only');
end;

create trigger refund_never_changed before update on refund begin
    select raise(abort, 'refund is append-only');
end;

create trigger refund_never_deleted before delete on refund begin
    select raise(abort, 'refund is append-only');
end;

create trigger transfer_never_changed before update on transfer begin
    select raise(abort, 'transfer is append-only');
end;

create trigger transfer_never_deleted before delete on transfer begin
    select raise(abort, 'transfer is append-only');
end;

create trigger payout_never_changed before update on payout begin
    select raise(abort, 'payout is append-only');
end;

create trigger payout_never_deleted before delete on payout begin
    select raise(abort, 'payout is append-only');
end;

create trigger write_off_never_changed before update on write_off begin
    select raise(abort, 'write_off is append-only');
end;

create trigger write_off_never_deleted before delete on write_off begin
    select raise(abort, 'write_off is append-only');
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

create trigger stock_movement_never_changed before update on stock_movement begin
    select raise(abort, 'stock_movement is append-only');
end;

create trigger stock_movement_never_deleted before delete on stock_movement begin
    select raise(abort, 'stock_movement is append-only');
end;

create trigger record_never_changed before update on record begin
    select raise(abort, 'record is append-only');
end;

create trigger record_never_deleted before delete on record begin
    select raise(abort, 'record is append-only');
end;

create trigger record_state_never_changed before update on record_state begin
    select raise(abort, 'record_state is append-only');
end;

create trigger record_state_never_deleted before delete on record_state begin
    select raise(abort, 'record_state is append-only');
end;

create trigger return_posting_never_changed before update on return_posting begin
    select raise(abort, 'return_posting is append-only');
end;

create trigger return_posting_never_deleted before delete on return_posting begin
    select raise(abort, 'return_posting is append-only');
end;

create trigger return_note_never_changed before update on return_note begin
    select raise(abort, 'return_note is append-only');
end;

create trigger return_note_never_deleted before delete on return_note begin
    select raise(abort, 'return_note is append-only');
end;
