//! The folder of a practice: first start, opening, and everything that can be wrong with it.

use std::{fs, path::Path};

use practice::{Contents, CreateError, Folder, OpenError, Practice, VaultError, check_first_start, view::ServiceForm};
use stories::{PASSPHRASE, empty_folder, fee, first_start, practice, raw};

fn in_folder(path: &Path) -> Practice {
    Practice::in_folder(Folder::take(path).unwrap())
}

/// A practice that was begun in `path` and closed; its recovery code.
async fn begun(path: &Path) -> String {
    let practice = in_folder(path);
    let code = practice.create(&first_start()).await.unwrap();
    practice.lock().await;
    code
}

async fn refusal(path: &Path) -> OpenError {
    in_folder(path).unlock(PASSPHRASE).await.unwrap_err()
}

const DAMAGED: &str = "The file of your practice is damaged and was left as it is. \
                       Restore the folder from a backup; do not start a new practice over it.";
const MISSING: &str = "Part of your practice is missing: its folder must hold both practice.db and vault.json. \
                       Put back the missing one from a backup; Daybook makes no new one over it.";

#[tokio::test]
async fn a_first_start_makes_a_practice_that_its_passphrase_opens_again() {
    let folder = empty_folder();
    let practice = in_folder(folder.path());
    assert_eq!(practice.folder().contents().unwrap(), Contents::Nothing);
    practice.create(&first_start()).await.unwrap();
    assert!(practice.is_open().await);
    practice.lock().await;
    assert!(!practice.is_open().await);
    let today = practice::Now::noon("2026-03-02".parse().unwrap());
    let refusal = practice.list_balances(today).await.unwrap_err().to_string();
    assert_eq!(refusal, "Daybook is locked. Enter your passphrase to go on.");
    drop(practice);
    let practice = in_folder(folder.path());
    assert_eq!(practice.folder().contents().unwrap(), Contents::Practice);
    practice.unlock(PASSPHRASE).await.unwrap();
    let settings = practice.settings(practice::Now::noon("2026-03-02".parse().unwrap())).await.unwrap();
    assert_eq!(settings.profile, first_start().profile);
    assert_eq!(settings.services[0].form, first_start().services[0]);
    assert_eq!(settings.methods.len(), 4);
    let mut names: Vec<_> = fs::read_dir(folder.path()).unwrap().map(|it| it.unwrap().file_name()).collect();
    names.sort();
    assert_eq!(names, ["lock", "practice.db", "vault.json"]);
}

#[tokio::test]
async fn the_recovery_code_opens_it_and_gives_it_another_passphrase() {
    let folder = empty_folder();
    let code = begun(folder.path()).await;
    let practice = in_folder(folder.path());
    practice.unlock_with_recovery_code(&code.to_lowercase()).await.unwrap();
    practice.reset_passphrase("another one", "another one").await.unwrap();
    practice.lock().await;
    let wrong = practice.unlock(PASSPHRASE).await.unwrap_err();
    assert!(matches!(wrong, OpenError::Vault(VaultError::WrongPassphrase)), "{wrong:?}");
    practice.unlock("another one").await.unwrap();
    let wrong = practice.reset_passphrase("somebody's own", "somebody's own").await.unwrap_err();
    assert!(matches!(wrong, OpenError::Vault(VaultError::WrongPassphrase)), "only its code resets it: {wrong:?}");
    let wrong = practice.change_passphrase(PASSPHRASE, "a third one", "a third one").await.unwrap_err();
    assert_eq!(wrong.to_string(), "This is not the passphrase. Try again, or use your recovery code.");
    practice.change_passphrase("another one", "a third one", "a third one").await.unwrap();
    practice.lock().await;
    practice.unlock("a third one").await.unwrap();
}

#[tokio::test]
async fn a_wrong_passphrase_is_said_and_changes_nothing() {
    let folder = empty_folder();
    begun(folder.path()).await;
    let before =
        (fs::read(folder.path().join("practice.db")).unwrap(), fs::read(folder.path().join("vault.json")).unwrap());
    let practice = in_folder(folder.path());
    let wrong = practice.unlock("quiet harbour").await.unwrap_err();
    assert_eq!(wrong.to_string(), "This is not the passphrase. Try again, or use your recovery code.");
    let wrong = practice.unlock_with_recovery_code("AAAA-BBBB").await.unwrap_err();
    assert_eq!(wrong.to_string(), "This is not the recovery code of this practice. Check each group of letters.");
    let after =
        (fs::read(folder.path().join("practice.db")).unwrap(), fs::read(folder.path().join("vault.json")).unwrap());
    assert!(before == after);
    practice.unlock(PASSPHRASE).await.unwrap();
}

#[tokio::test]
async fn the_file_is_encrypted() {
    let p = practice().client("Annabella", fee("100.00")).await;
    let bytes = fs::read(p.file()).unwrap();
    assert!(!bytes.starts_with(b"SQLite format 3"));
    assert!(!bytes.windows(9).any(|window| window == b"Annabella"));
}

#[tokio::test]
async fn a_new_practice_needs_a_passphrase_typed_twice_and_leaves_nothing_behind_without() {
    let folder = empty_folder();
    let practice = in_folder(folder.path());
    let mut form = first_start();
    form.passphrase_again = "quiet harbour".into();
    let refusal = practice.create(&form).await.unwrap_err();
    let CreateError::Refused(practice::Error::Fields(fields)) = &refusal else { panic!("{refusal:?}") };
    assert_eq!(fields[0].field, "passphrase_again");
    form.passphrase = "short".into();
    assert!(practice.create(&form).await.unwrap_err().to_string().starts_with("Use at least 8 characters."));
    let mut form = first_start();
    form.profile.currency = "XYZ".into();
    let refusal = practice.create(&form).await.unwrap_err();
    let CreateError::Refused(practice::Error::Fields(fields)) = &refusal else { panic!("{refusal:?}") };
    assert_eq!(fields[0].field, "profile.currency");
    assert_eq!(practice.folder().contents().unwrap(), Contents::Nothing);
    practice.create(&first_start()).await.unwrap();
}

#[test]
fn a_first_start_says_of_every_step_what_is_wrong_before_the_last() {
    assert!(check_first_start(&first_start()).is_ok());
    let mut form = first_start();
    form.profile.email = "nobody".into();
    form.profile.currency = "XYZ".into();
    form.passphrase = "short".into();
    let wrong = |form: &_| {
        let Err(CreateError::Refused(practice::Error::Fields(fields))) = check_first_start(form) else { panic!() };
        fields.into_iter().map(|field| field.field).collect::<Vec<_>>()
    };
    assert_eq!(wrong(&form), ["profile.currency", "profile.email", "passphrase"], "fees need a currency");
    form.profile.currency = "USD".into();
    let typed = form.services[0].clone();
    let service = |name: &str, minutes: &str, fee: &str| {
        let (name, minutes, fee) = (name.into(), minutes.into(), fee.into());
        ServiceForm { name, minutes, fee, ..typed.clone() }
    };
    form.services = vec![service("", "50", ""), service("Session", "an hour", "1,5"), service("", "50", "90.00")];
    form.passphrase = form.passphrase_again.clone();
    assert_eq!(wrong(&form), ["profile.email", "services.1.minutes", "services.1.fee", "services.2.name"]);
}

#[tokio::test]
async fn a_damaged_file_is_left_as_it_is() {
    for damage in [0, 5000] {
        let folder = empty_folder();
        begun(folder.path()).await;
        let file = folder.path().join("practice.db");
        let mut bytes = fs::read(&file).unwrap();
        bytes[damage..damage + 200].fill(7);
        fs::write(&file, &bytes).unwrap();
        assert_eq!(refusal(folder.path()).await.to_string(), DAMAGED, "damaged at {damage}");
        assert!(fs::read(&file).unwrap() == bytes);
    }
}

#[tokio::test]
async fn an_emptied_file_is_not_taken_for_a_new_one() {
    let folder = empty_folder();
    begun(folder.path()).await;
    fs::write(folder.path().join("practice.db"), b"").unwrap();
    assert_eq!(refusal(folder.path()).await.to_string(), DAMAGED);
    assert_eq!(fs::read(folder.path().join("practice.db")).unwrap(), b"");
}

#[tokio::test]
async fn a_damaged_vault_is_not_taken_for_a_wrong_passphrase() {
    let folder = empty_folder();
    begun(folder.path()).await;
    let vault = folder.path().join("vault.json");
    let text = fs::read_to_string(&vault).unwrap();
    for damaged in [text.replacen("\"wrapped\": \"", "\"wrapped\": \"00", 1), text[..40].to_owned(), String::new()] {
        fs::write(&vault, damaged).unwrap();
        assert_eq!(refusal(folder.path()).await.to_string(), DAMAGED);
    }
    fs::write(&vault, text).unwrap();
    in_folder(folder.path()).unlock(PASSPHRASE).await.unwrap();
}

#[tokio::test]
async fn half_of_a_practice_is_never_completed_by_a_new_one() {
    for lost in ["practice.db", "vault.json"] {
        let folder = empty_folder();
        begun(folder.path()).await;
        fs::remove_file(folder.path().join(lost)).unwrap();
        let practice = in_folder(folder.path());
        assert_eq!(practice.folder().contents().unwrap_err().to_string(), MISSING, "without {lost}");
        assert_eq!(practice.unlock(PASSPHRASE).await.unwrap_err().to_string(), MISSING);
        assert_eq!(practice.create(&first_start()).await.unwrap_err().to_string(), MISSING);
        assert!(!folder.path().join(lost).exists());
    }
}

#[tokio::test]
async fn a_practice_is_never_started_over_another() {
    let folder = empty_folder();
    begun(folder.path()).await;
    let before = fs::read(folder.path().join("practice.db")).unwrap();
    let practice = in_folder(folder.path());
    let refusal = practice.create(&first_start()).await.unwrap_err().to_string();
    assert_eq!(refusal, "There is a practice in this folder already. It was left as it is.");
    assert!(fs::read(folder.path().join("practice.db")).unwrap() == before);
    practice.unlock(PASSPHRASE).await.unwrap();
}

#[tokio::test]
async fn a_start_that_was_cut_short_before_the_vault_is_no_practice() {
    let folder = empty_folder();
    fs::write(folder.path().join("practice.begun"), b"half a file").unwrap();
    let practice = in_folder(folder.path());
    assert_eq!(practice.folder().contents().unwrap(), Contents::Nothing);
    practice.create(&first_start()).await.unwrap();
}

#[tokio::test]
async fn a_start_that_was_cut_short_after_the_vault_is_completed() {
    let folder = empty_folder();
    begun(folder.path()).await;
    fs::rename(folder.path().join("practice.db"), folder.path().join("practice.begun")).unwrap();
    let practice = in_folder(folder.path());
    assert_eq!(practice.folder().contents().unwrap(), Contents::Practice);
    practice.unlock(PASSPHRASE).await.unwrap();
}

#[test]
fn a_second_daybook_is_told_that_the_first_has_it_open() {
    let folder = empty_folder();
    let first = Folder::take(folder.path()).unwrap();
    let refusal = Folder::take(folder.path()).unwrap_err().to_string();
    assert_eq!(refusal, "Your practice is open in another Daybook window. Use that one, or close it first.");
    drop(first);
    Folder::take(folder.path()).unwrap();
}

#[test]
fn a_folder_that_cannot_be_written_to_is_said() {
    let folder = empty_folder();
    fs::write(folder.path().join("file"), b"").unwrap();
    let refusal = Folder::take(&folder.path().join("file/practice")).unwrap_err().to_string();
    assert_eq!(
        refusal,
        "Daybook may not write to the folder of your practice. Give yourself the right to write to it, then try again."
    );
    let refusal = Folder::take(Path::new("/proc/daybook")).unwrap_err();
    assert!(matches!(refusal, OpenError::ReadOnly), "{refusal:?}");
}

#[tokio::test]
async fn a_practice_of_a_newer_daybook_is_not_touched() {
    let folder = empty_folder();
    begun(folder.path()).await;
    let (file, key) = (folder.path().join("practice.db"), raw::key(folder.path(), PASSPHRASE));
    let mut db = raw::open(&file, &key).await;
    raw::run(
        &mut db,
        "insert into _sqlx_migrations (version, description, success, checksum, execution_time)
         values (9999, 'later', true, x'00', 0)",
    )
    .await;
    sqlx::Connection::close(db).await.unwrap();
    let before = fs::read(&file).unwrap();
    let refusal = refusal(folder.path()).await.to_string();
    assert_eq!(refusal, "A newer Daybook wrote this practice. Install that version to open it; nothing was changed.");
    assert!(fs::read(&file).unwrap() == before);
}

#[tokio::test]
async fn a_practice_from_before_the_first_release_is_told_from_an_older_one() {
    for changed in [1, 3] {
        let folder = empty_folder();
        begun(folder.path()).await;
        let (file, key) = (folder.path().join("practice.db"), raw::key(folder.path(), PASSPHRASE));
        let mut db = raw::open(&file, &key).await;
        raw::run(&mut db, &format!("update _sqlx_migrations set checksum = x'00' where version = {changed}")).await;
        raw::run(&mut db, &format!("delete from _sqlx_migrations where version > {changed}")).await;
        sqlx::Connection::close(db).await.unwrap();
        let before = fs::read(&file).unwrap();
        assert_eq!(
            refusal(folder.path()).await.to_string(),
            "This practice was made by a Daybook from before the first release, and this one keeps its books \
             otherwise. Start a new practice in another folder; nothing was changed in this one."
        );
        assert!(fs::read(&file).unwrap() == before);
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 3, "no copy is made");
    }
}

#[tokio::test]
async fn an_older_schema_is_brought_up_to_date_and_a_verified_copy_kept() {
    let folder = empty_folder();
    begun(folder.path()).await;
    let (file, key) = (folder.path().join("practice.db"), raw::key(folder.path(), PASSPHRASE));
    let mut db = raw::open(&file, &key).await;
    let triggers = "select name from sqlite_schema where type = 'trigger' order by name";
    let all = raw::column(&mut db, triggers).await;
    for trigger in &all {
        raw::run(&mut db, &format!("drop trigger {trigger}")).await;
    }
    raw::run(&mut db, "delete from _sqlx_migrations where version >= 4").await;
    sqlx::Connection::close(db).await.unwrap();
    let before = fs::read(&file).unwrap();

    let practice = in_folder(folder.path());
    practice.unlock(PASSPHRASE).await.unwrap();
    practice.lock().await;
    drop(practice);
    let copy = folder.path().join("practice-before-update-3.db");
    assert!(fs::read(&copy).unwrap() == before, "the copy is what was there");
    assert_eq!(raw::column(&mut raw::open(&copy, &key).await, triggers).await, [""; 0]);
    assert_eq!(raw::column(&mut raw::open(&file, &key).await, triggers).await, all);
}
