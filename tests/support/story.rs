//! A practice on a real encrypted file, and what its therapist does with it.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a story stops at the first surprise, and that is its report"
)]

use std::{
    cell::{Cell, RefCell},
    collections::BTreeMap,
    fs,
    future::{Future, IntoFuture},
    path::{Path, PathBuf},
    pin::Pin,
};

use chrono::NaiveDate;
use practice::{
    ClientId, Error, Folder, InvoiceId, Now, PaymentId, Practice, ServiceId, SessionId,
    view::{
        ActKey, Acted, AgreedFeeForm, AppliedForm, AttendanceView, ClientForm, InvoiceFilter, InvoiceForm, InvoiceRef,
        InvoiceSort, InvoicesQuery, LineForm, Marked, PaymentForm, PaymentRef, ProfileForm, RecordedPayment,
        SessionForm, SessionShareForm,
    },
};
use sqlx::{Connection, SqliteConnection};
use tempfile::TempDir;
use tokio::sync::OnceCell;

use crate::{
    forms::{self, Fee, PASSPHRASE, anybody, no_discount},
    raw,
};

/// The file and the vault of a new practice, and its key: made once, because deriving a key takes its time.
struct Template {
    file: Vec<u8>,
    vault: Vec<u8>,
    key: raw::Key,
}

static TEMPLATE: OnceCell<Template> = OnceCell::const_new();

async fn template() -> Template {
    let folder = empty_folder();
    let practice = Practice::in_folder(Folder::take(folder.path()).unwrap());
    practice.create(&forms::first_start()).await.unwrap();
    practice.lock().await;
    Template {
        file: fs::read(folder.path().join("practice.db")).unwrap(),
        vault: fs::read(folder.path().join("vault.json")).unwrap(),
        key: raw::key(folder.path(), PASSPHRASE),
    }
}

/// A folder for a practice, gone with its value.
#[must_use]
pub fn empty_folder() -> TempDir {
    tempfile::tempdir().unwrap()
}

/// A new practice, as `practice().today("2026-03-02").client("Ana", fee("100.00")).await`.
pub fn practice() -> Opening {
    Opening { today: "2026-03-02".into(), clients: vec![], profile: forms::profile(), disk: std::env::temp_dir() }
}

/// A practice that is about to open.
#[derive(Debug)]
#[must_use]
pub struct Opening {
    today: String,
    clients: Vec<(String, Fee)>,
    profile: ProfileForm,
    disk: PathBuf,
}

impl Opening {
    /// The day on which the story begins.
    pub fn today(mut self, day: &str) -> Self {
        self.today = day.into();
        self
    }

    /// A client, with the fee that is agreed.
    pub fn client(mut self, name: &str, fee: Fee) -> Self {
        self.clients.push((name.into(), fee));
        self
    }

    /// Where the practice is kept.
    pub fn on_disk(mut self, disk: &Path) -> Self {
        self.disk = disk.to_owned();
        self
    }

    /// A change of the practice's settings.
    pub fn settings(mut self, change: impl FnOnce(&mut ProfileForm)) -> Self {
        change(&mut self.profile);
        self
    }
}

impl IntoFuture for Opening {
    type Output = Story;
    type IntoFuture = Pin<Box<dyn Future<Output = Story>>>;

    fn into_future(self) -> Self::IntoFuture {
        Box::pin(Story::open(self))
    }
}

/// A practice that is open.
#[derive(Debug)]
pub struct Story {
    /// The practice itself.
    pub practice: Practice,
    pub(crate) folder: TempDir,
    today: Cell<NaiveDate>,
    keys: Cell<u32>,
    clients: RefCell<BTreeMap<String, ClientId>>,
}

impl Story {
    async fn open(opening: Opening) -> Self {
        let template = TEMPLATE.get_or_init(template).await;
        let folder = tempfile::tempdir_in(&opening.disk).unwrap();
        fs::write(folder.path().join("practice.db"), &template.file).unwrap();
        fs::write(folder.path().join("vault.json"), &template.vault).unwrap();
        let practice = Practice::in_folder(Folder::take(folder.path()).unwrap());
        practice.unlock(PASSPHRASE).await.unwrap();
        let today = Cell::new(opening.today.parse().unwrap());
        let story = Self { practice, folder, today, keys: Cell::new(0), clients: RefCell::default() };
        story.practice.save_profile(&opening.profile, &story.ask()).await.unwrap();
        for (name, fee) in opening.clients {
            story.add_client(&name, &fee, |_| {}).await;
        }
        story
    }

    /// The folder of the practice, locked, for whoever opens it next.
    pub async fn left(self) -> TempDir {
        self.practice.lock().await;
        self.folder
    }

    /// The moment: noon of the story's day.
    #[must_use]
    pub fn now(&self) -> Now {
        Now::noon(self.today.get())
    }

    /// Lets the days pass until `day`.
    pub fn on_day(&self, day: &str) {
        self.today.set(day.parse().unwrap());
    }

    /// Lets so many days pass.
    pub fn let_pass(&self, days: u32) {
        self.today.set(self.today.get() + chrono::Days::new(days.into()));
    }

    /// An act that is to be done, under a fresh key.
    #[must_use]
    pub fn ask(&self) -> practice::Ask {
        self.keys.set(self.keys.get() + 1);
        practice::Ask::new(self.now(), format!("act {}", self.keys.get()))
    }

    /// An act that is only to be shown.
    #[must_use]
    pub fn preview(&self) -> practice::Ask {
        let key = self.ask().key.key;
        practice::Ask { now: self.now(), key: ActKey { key, preview: true } }
    }

    /// The file of the practice.
    #[must_use]
    pub fn file(&self) -> PathBuf {
        self.folder.path().join("practice.db")
    }

    /// The file of the practice, byte for byte: as it was for as long as nothing is written.
    #[must_use]
    pub fn bytes(&self) -> Vec<u8> {
        fs::read(self.file()).unwrap()
    }

    /// A copy of the file as it is now, opened beside the program.
    pub async fn raw(&self) -> (SqliteConnection, TempDir) {
        raw::open_copy(&self.file(), &TEMPLATE.get().unwrap().key).await
    }

    /// Changes the file behind the program, which is closed meanwhile.
    pub async fn tamper(&self, sql: &str) {
        self.practice.lock().await;
        let mut db = raw::open(&self.file(), &TEMPLATE.get().unwrap().key).await;
        raw::run(&mut db, sql).await;
        db.close().await.unwrap();
        self.practice.unlock(PASSPHRASE).await.unwrap();
    }

    /// Every row of every table as it is now.
    pub async fn dump(&self) -> String {
        let (mut db, _folder) = self.raw().await;
        raw::dump(&mut db).await
    }

    /// Adds a client, with details that `change` fills in.
    pub async fn add_client(&self, name: &str, fee: &Fee, change: impl FnOnce(&mut ClientForm)) -> ClientId {
        let service_id = self.service().await;
        let agreed_fees = fee.0.iter().map(|fee| AgreedFeeForm { service_id, fee: fee.clone() }).collect();
        let mut form = ClientForm { first_name: name.into(), agreed_fees, ..ClientForm::default() };
        change(&mut form);
        let id = self.practice.save_client(None, &form, &self.ask()).await.unwrap().answer;
        self.clients.borrow_mut().insert(name.into(), id);
        id
    }

    /// The client of this name.
    #[must_use]
    pub fn client(&self, name: &str) -> ClientId {
        *self.clients.borrow().get(name).unwrap_or_else(|| panic!("there is no {name}"))
    }

    /// The names and ids of the story's clients.
    pub(crate) fn clients(&self) -> BTreeMap<String, ClientId> {
        self.clients.borrow().clone()
    }

    /// The service *Session*.
    pub async fn service(&self) -> ServiceId {
        self.practice.settings(self.now()).await.unwrap().services.first().unwrap().id
    }

    /// A session as typed, at 09:00 or at the time that `at` names.
    pub async fn session_form(&self, client: &str, at: &str) -> SessionForm {
        let (day, time) = at.split_once('T').unwrap_or((at, "09:00"));
        SessionForm {
            client_id: Some(self.client(client)),
            service_id: Some(self.service().await),
            day: day.into(),
            time: time.into(),
            minutes: "50".into(),
            fee: String::new(),
            note: String::new(),
            repeat: None,
            shares: vec![],
        }
    }

    /// A session as typed that others pay for too, each so many percent.
    pub async fn shared_form(&self, client: &str, at: &str, others: &[(&str, &str)]) -> SessionForm {
        let share = |(other, percent): &(&str, &str)| SessionShareForm {
            client_id: Some(self.client(other)),
            percent: (*percent).into(),
        };
        SessionForm { shares: others.iter().map(share).collect(), ..self.session_form(client, at).await }
    }

    /// Books a session that others pay for too.
    pub async fn book_shared(&self, client: &str, at: &str, others: &[(&str, &str)]) -> SessionId {
        let form = self.shared_form(client, at, others).await;
        *self.practice.book_session(&form, &self.ask()).await.unwrap().answer.first().unwrap()
    }

    /// Books a session.
    pub async fn book(&self, client: &str, at: &str) -> SessionId {
        let form = self.session_form(client, at).await;
        *self.practice.book_session(&form, &self.ask()).await.unwrap().answer.first().unwrap()
    }

    /// Marks sessions.
    ///
    /// # Errors
    /// What the practice refuses.
    pub async fn mark(
        &self,
        sessions: &[SessionId],
        attendance: impl Into<Option<AttendanceView>>,
    ) -> Result<Acted<Marked>, Error> {
        self.practice.mark_attendance(sessions, attendance.into(), false, &self.ask()).await
    }

    /// A session on `day` is attended, on that day at the earliest; the number of its invoice.
    pub async fn attend(&self, client: &str, day: &str) -> String {
        self.today.set(self.today.get().max(day.parse().unwrap()));
        let session = self.book(client, day).await;
        let marked = self.mark(&[session], AttendanceView::Attended).await.unwrap().answer;
        marked.invoices.first().unwrap().number.clone()
    }

    /// The invoice of this number.
    pub async fn invoice_id(&self, number: &str) -> InvoiceId {
        let query = InvoicesQuery { search: number.into(), ..every_invoice() };
        let found = self.practice.list_invoices(&query, self.now()).await.unwrap().rows;
        found.iter().find(|row| row.number == number).unwrap_or_else(|| panic!("there is no {number}")).id
    }

    /// The payment with the receipt of this number.
    pub async fn payment_id(&self, number: &str) -> PaymentId {
        let query = practice::view::PaymentsQuery { search: number.into(), ..anybody() };
        let found = self.practice.list_payments(&query).await.unwrap().rows;
        found.iter().find(|row| row.number == number).unwrap_or_else(|| panic!("there is no {number}")).id
    }

    /// An invoice as typed, dated today.
    #[must_use]
    pub fn invoice_form(&self, client: &str, lines: Vec<LineForm>) -> InvoiceForm {
        InvoiceForm {
            client_id: Some(self.client(client)),
            issued_on: self.today.get().to_string(),
            due_on: String::new(),
            discount: no_discount(),
            note: String::new(),
            lines,
            goods: vec![],
            stock_reason: String::new(),
        }
    }

    /// Issues an invoice by hand; its number.
    pub async fn issue(&self, client: &str, lines: Vec<LineForm>) -> String {
        let form = self.invoice_form(client, lines);
        self.practice.issue_invoice(&form, &self.ask()).await.unwrap().answer.number
    }

    /// An invoice that is there, as it would be typed.
    pub async fn invoice_as_typed(&self, number: &str) -> InvoiceForm {
        self.practice.invoice_page(self.invoice_id(number).await, self.now()).await.unwrap().form
    }

    /// Changes an invoice.
    ///
    /// # Errors
    /// What the practice refuses.
    pub async fn edit(&self, number: &str, change: impl FnOnce(&mut InvoiceForm)) -> Result<Acted<InvoiceRef>, Error> {
        let mut form = self.invoice_as_typed(number).await;
        change(&mut form);
        self.practice.edit_invoice(self.invoice_id(number).await, &form, &self.ask()).await
    }

    /// A payment as typed, received today in cash.
    #[must_use]
    pub fn payment_form(&self, client: &str, amount: &str, applied: AppliedForm) -> PaymentForm {
        PaymentForm {
            client_id: Some(self.client(client)),
            amount: amount.into(),
            received_on: self.today.get().to_string(),
            method: "Cash".into(),
            reference: String::new(),
            comment: String::new(),
            applied,
        }
    }

    /// Records a payment.
    ///
    /// # Errors
    /// What the practice refuses.
    pub async fn record(
        &self,
        client: &str,
        amount: &str,
        applied: AppliedForm,
    ) -> Result<Acted<RecordedPayment>, Error> {
        self.practice.record_payment(&self.payment_form(client, amount, applied), &self.ask()).await
    }

    /// A payment on the oldest open invoices; the number of its receipt.
    pub async fn pay(&self, client: &str, amount: &str) -> String {
        self.record(client, amount, AppliedForm::OldestFirst).await.unwrap().answer.number
    }

    /// Changes a payment.
    ///
    /// # Errors
    /// What the practice refuses.
    pub async fn edit_payment(
        &self,
        number: &str,
        change: impl FnOnce(&mut PaymentForm),
    ) -> Result<Acted<PaymentRef>, Error> {
        let id = self.payment_id(number).await;
        let mut form = self.practice.payment_page(id).await.unwrap().form;
        change(&mut form);
        self.practice.edit_payment(id, &form, &self.ask()).await
    }

    /// Takes back the latest act.
    ///
    /// # Errors
    /// What the practice refuses.
    pub async fn undo_latest(&self) -> Result<Acted<()>, Error> {
        let latest = self.practice.recent_operations(0).await.unwrap().rows.first().unwrap().operation;
        self.practice.undo(latest, &self.ask()).await
    }
}

/// A query for every invoice.
#[must_use]
pub fn every_invoice() -> InvoicesQuery {
    InvoicesQuery {
        client_id: None,
        search: String::new(),
        filter: InvoiceFilter::All,
        from: String::new(),
        to: String::new(),
        sort: InvoiceSort::Number,
        descending: false,
        page: 0,
    }
}
