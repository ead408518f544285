//! Whom and what a row means: clients by name and e-mail, services by code and name.

use std::collections::HashMap;

use unicode_normalization::UnicodeNormalization;

use super::{
    cells::shorten,
    plan::{ClientRef, ServiceRef},
    rows::{Mention, flipped},
};

/// Where a name leads: to something that will be there, or to a row that has an error.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Found<T> {
    /// It is there, or will be.
    Taken(T),
    /// It stands in a row that has an error.
    Spoiled { file: String, row: u32 },
}

/// A client that a row was matched with, and what is doubtful about it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Match {
    pub(super) client: ClientRef,
    pub(super) doubt: Option<String>,
}

/// Why a row could not be matched.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub(super) enum MatchError {
    #[error("No client is called “{0}”. Add the client to the clients file, or correct the name.")]
    UnknownName(String),
    #[error("No client has the e-mail “{0}”. Add the client to the clients file, or correct the e-mail.")]
    UnknownEmail(String),
    #[error("{count} clients are called “{name}”. Say which by their e-mail in a column “Client email”.")]
    AmbiguousName { name: String, count: usize },
    #[error("{count} clients have the e-mail “{email}”, and none of them is called “{name}”. Correct the name.")]
    AmbiguousEmail { name: String, email: String, count: usize },
    #[error("“{name}” has the e-mail “{known}”, and the row says “{email}”. Correct the row, or add the other client.")]
    OtherEmail { name: String, known: String, email: String },
    #[error("The row names no service. Fill in the service's code or name.")]
    NoService,
    #[error("There is no service “{name}”. Use one of {known}, or add it to the services file.")]
    UnknownService { name: String, known: String },
    #[error("There is no service “{0}”, and no other one yet. Add a services file first.")]
    NoServices(String),
    #[error("{count} services are called “{name}”. Use the code of the one that is meant.")]
    AmbiguousService { name: String, count: usize },
    #[error("“{name}” stands in row {row} of {file}, which has an error. Correct that row first.")]
    Spoiled { name: String, file: String, row: u32 },
}

/// Everybody that a row may mean.
#[derive(Default)]
pub(super) struct People {
    all: Vec<Person>,
    by_name: HashMap<String, Vec<usize>>,
    by_email: HashMap<String, Vec<usize>>,
}

struct Person {
    found: Found<ClientRef>,
    name: String,
    email: String,
}

impl People {
    pub(super) fn add(&mut self, first_name: &str, last_name: &str, email: &str, found: Found<ClientRef>) {
        let name = full_name(first_name, last_name);
        let at = self.all.len();
        self.by_name.entry(fold(&name)).or_default().push(at);
        if !email.is_empty() {
            self.by_email.entry(fold(email)).or_default().push(at);
        }
        self.all.push(Person { found, name, email: email.to_owned() });
    }

    /// The one client whom `mention` means.
    pub(super) fn resolve(&self, mention: &Mention) -> Result<Match, MatchError> {
        let named = self.named(&mention.name);
        let (name, email) = (shorten(&mention.name), shorten(&mention.email));
        if mention.email.is_empty() {
            return match *named {
                [] => Err(MatchError::UnknownName(name)),
                [at] => self.matched(at, None),
                _ => Err(MatchError::AmbiguousName { name, count: named.len() }),
            };
        }
        let by_email = self.by_email.get(&fold(&mention.email)).map_or(&[][..], Vec::as_slice);
        let both: Vec<usize> = by_email.iter().copied().filter(|at| named.contains(at)).collect();
        match (&*both, by_email, named) {
            ([at], ..) => self.matched(*at, None),
            ([], [at], _) if mention.name.is_empty() => self.matched(*at, None),
            ([], [at], _) => {
                let known = self.all.get(*at).map_or("", |person| &person.name);
                self.matched(*at, Some(format!("“{name}” is taken for {known}, who has the e-mail “{email}”.")))
            }
            ([], [], []) if mention.name.is_empty() => Err(MatchError::UnknownEmail(email)),
            ([], [], []) => Err(MatchError::UnknownName(name)),
            ([], [], [at]) => match self.all.get(*at).map_or("", |person| &person.email) {
                "" => {
                    let doubt =
                        format!("“{name}” has no e-mail on file, and the row says “{email}”. It is not taken over.");
                    self.matched(*at, Some(doubt))
                }
                known => Err(MatchError::OtherEmail { name, known: known.to_owned(), email }),
            },
            ([], [], several) => Err(MatchError::AmbiguousName { name, count: several.len() }),
            _ => Err(MatchError::AmbiguousEmail { name, email, count: by_email.len() }),
        }
    }

    /// How many clients are called so.
    pub(super) fn count_named(&self, first_name: &str, last_name: &str) -> usize {
        self.by_name.get(&fold(&full_name(first_name, last_name))).map_or(0, Vec::len)
    }

    fn named(&self, name: &str) -> &[usize] {
        let called = |name: &str| self.by_name.get(&fold(name)).map(Vec::as_slice);
        let turned = || flipped(name).and_then(|(last, first)| called(&full_name(&first, &last)));
        called(name).or_else(turned).unwrap_or_default()
    }

    fn matched(&self, at: usize, doubt: Option<String>) -> Result<Match, MatchError> {
        match self.all.get(at) {
            Some(Person { found: Found::Taken(client), .. }) => Ok(Match { client: *client, doubt }),
            Some(Person { found: Found::Spoiled { file, row }, name, .. }) => {
                Err(MatchError::Spoiled { name: shorten(name), file: file.clone(), row: *row })
            }
            None => Err(MatchError::UnknownName(String::new())),
        }
    }
}

/// Every service that a row may mean.
#[derive(Default)]
pub(super) struct Offers {
    by_code: HashMap<String, Vec<Found<ServiceRef>>>,
    by_name: HashMap<String, Vec<Found<ServiceRef>>>,
    shown: Vec<String>,
}

impl Offers {
    pub(super) fn add(&mut self, code: &str, name: &str, found: Found<ServiceRef>) {
        if matches!(found, Found::Taken(_)) {
            self.shown.push(if code.is_empty() { name } else { code }.to_owned());
        }
        if !code.is_empty() {
            self.by_code.entry(fold(code)).or_default().push(found.clone());
        }
        self.by_name.entry(fold(name)).or_default().push(found);
    }

    /// The one service that `written` means, by code before name.
    pub(super) fn resolve(&self, written: &str) -> Result<ServiceRef, MatchError> {
        const SHOWN: usize = 12;
        if written.is_empty() {
            return Err(MatchError::NoService);
        }
        let name = shorten(written);
        let found = self.by_code.get(&fold(written)).or_else(|| self.by_name.get(&fold(written)));
        match found.map(Vec::as_slice) {
            Some([Found::Taken(service)]) => Ok(*service),
            Some([Found::Spoiled { file, row }]) => Err(MatchError::Spoiled { name, file: file.clone(), row: *row }),
            Some(several) => Err(MatchError::AmbiguousService { name, count: several.len() }),
            None if self.shown.is_empty() => Err(MatchError::NoServices(name)),
            None => {
                let known: Vec<&str> = self.shown.iter().take(SHOWN).map(String::as_str).collect();
                Err(MatchError::UnknownService { name, known: known.join(", ") })
            }
        }
    }
}

/// Given and family name together.
pub(super) fn full_name(first_name: &str, last_name: &str) -> String {
    format!("{first_name} {last_name}").trim().to_owned()
}

/// Text without what people vary: case, spaces, and how accents are composed.
pub(super) fn fold(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase().nfc().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(name: &str, email: &str, expected: &str) {
        let mut people = People::default();
        let clients = [
            ("Ana", "García Muñoz", "ana@mail.example"),
            ("Emily", "Brown", "e1@mail.example"),
            ("Emily", "Brown", "e2@mail.example"),
            ("Wei", "Zhang", ""),
            ("Thomas", "Baker, Jr.", "t@mail.example"),
        ];
        for (at, (first, last, email)) in clients.into_iter().enumerate() {
            people.add(first, last, email, Found::Taken(ClientRef::New(at)));
        }
        people.add("Ann", "Stone", "", Found::Spoiled { file: "clients.csv".to_owned(), row: 7 });
        let shown = match people.resolve(&Mention { name: name.to_owned(), email: email.to_owned() }) {
            Ok(Match { client: ClientRef::New(at), doubt }) => format!("{at} {}", doubt.unwrap_or_default()),
            Ok(other) => format!("{other:?}"),
            Err(error) => error.to_string(),
        };
        assert_eq!(shown.trim_end(), expected, "{name} {email}");
    }

    #[test]
    fn clients_are_found_by_name_and_e_mail() {
        check("Ana García Muñoz", "", "0");
        check("ana  garcía muñoz", "", "0");
        check("Ana Garci\u{301}a Mun\u{303}oz", "", "0");
        check("García Muñoz, Ana", "", "0");
        check("Thomas Baker, Jr.", "", "4");
        check("Emily Brown", "E2@mail.example", "2");
        check("", "e1@mail.example", "1");
    }

    #[test]
    fn whom_a_row_does_not_settle_is_said() {
        let say = "Say which by their e-mail in a column “Client email”.";
        check("Emily Brown", "", &format!("2 clients are called “Emily Brown”. {say}"));
        check("Emily Brown", "x@mail.example", &format!("2 clients are called “Emily Brown”. {say}"));
        let add = "Add the client to the clients file, or correct the";
        check("Nobody Atall", "", &format!("No client is called “Nobody Atall”. {add} name."));
        check("", "x@mail.example", &format!("No client has the e-mail “x@mail.example”. {add} e-mail."));
        check(
            "Ana García Muñoz",
            "x@mail.example",
            "“Ana García Muñoz” has the e-mail “ana@mail.example”, and the row says “x@mail.example”. \
             Correct the row, or add the other client.",
        );
        check(
            "Ann Stone",
            "",
            "“Ann Stone” stands in row 7 of clients.csv, which has an error. Correct that row first.",
        );
    }

    #[test]
    fn near_matches_are_taken_with_a_word() {
        check(
            "A. García",
            "ana@mail.example",
            "0 “A. García” is taken for Ana García Muñoz, who has the e-mail “ana@mail.example”.",
        );
        check(
            "Wei Zhang",
            "wei@mail.example",
            "3 “Wei Zhang” has no e-mail on file, and the row says “wei@mail.example”. It is not taken over.",
        );
    }
}
