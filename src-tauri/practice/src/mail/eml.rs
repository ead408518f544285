//! A message that is ready to send, as a file for the user's own mail program.

use lettre::{
    Message,
    address::AddressError,
    message::{
        Attachment, Mailbox, MultiPart, SinglePart,
        header::{ContentType, HeaderName, HeaderValue},
    },
};

/// Why a message could not be written; each message is a sentence for the field.
#[derive(Debug, thiserror::Error)]
pub enum MailError {
    /// The recipient's address.
    #[error("“{address}” is not an e-mail address. Correct it on the client's page.")]
    To {
        /// What was given.
        address: String,
        /// What is wrong with it.
        source: AddressError,
    },
    /// The practice's address.
    #[error("“{address}” is not an e-mail address. Correct it in Settings, Practice.")]
    From {
        /// What was given.
        address: String,
        /// What is wrong with it.
        source: AddressError,
    },
    /// Anything else that keeps it from being a message.
    #[error("The message could not be written: {0}")]
    Unwritable(#[from] lettre::error::Error),
}

/// Writes an unsent message (`X-Unsent: 1`) with one PDF attached. Addresses may carry a name, as in `Ana <a@b.example>`.
///
/// The message has no date and no id, which the mail program gives it when it is sent; without `to` the user fills it
/// in there.
///
/// # Errors
/// A [`MailError`] that names the address to correct.
pub fn message(
    to: Option<&str>,
    from: &str,
    subject: &str,
    body: &str,
    attachment_name: &str,
    pdf: Vec<u8>,
) -> Result<Vec<u8>, MailError> {
    let from = from.trim().parse::<Mailbox>().map_err(|source| MailError::From { address: from.to_owned(), source })?;
    let to = to
        .map(str::trim)
        .filter(|to| !to.is_empty())
        .map(|to| to.parse::<Mailbox>().map_err(|source| MailError::To { address: to.to_owned(), source }))
        .transpose()?;
    // lettre wants somebody to send to; an unsent message may lack it, so the practice stands in and is taken out.
    let recipient = to.clone().unwrap_or_else(|| from.clone());
    let text = SinglePart::plain(body.replace("\r\n", "\n").replace('\n', "\r\n"));
    let file = Attachment::new(one_line(attachment_name)).body(pdf, pdf_type());
    let mut message = Message::builder()
        .from(from)
        .to(recipient)
        .subject(one_line(subject))
        .multipart(MultiPart::mixed().singlepart(text).singlepart(file))?;
    let headers = message.headers_mut();
    headers.insert_raw(HeaderValue::new(HeaderName::new_from_ascii_str("X-Unsent"), "1".to_owned()));
    headers.remove_raw("Date");
    if to.is_none() {
        headers.remove_raw("To");
    }
    Ok(message.formatted())
}

fn pdf_type() -> ContentType {
    ContentType::parse("application/pdf").unwrap_or(ContentType::TEXT_PLAIN)
}

/// A header is one line; a line break in a name must not begin another.
fn one_line(text: &str) -> String {
    text.split(char::is_control).filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn written(to: Option<&str>, subject: &str) -> String {
        let bytes = message(
            to,
            "Quiet Harbor <billing@quietharbor.example>",
            subject,
            "Dear Ana,\nyour invoice is attached.",
            "Invoice INV-00007.pdf",
            b"%PDF-1.7 \xE2\xE3".to_vec(),
        );
        String::from_utf8(bytes.unwrap()).unwrap()
    }

    #[test]
    fn a_message_opens_as_unsent_with_the_pdf_attached() {
        let text = written(Some("Ana García <ana@mail.example>"), "Invoice INV-00007");
        for part in [
            "X-Unsent: 1\r\n",
            "From: \"Quiet Harbor\" <billing@quietharbor.example>\r\n",
            "<ana@mail.example>\r\n",
            "Subject: Invoice INV-00007\r\n",
            "Content-Type: text/plain; charset=utf-8",
            "Dear Ana,\r\nyour invoice is attached.",
            "Content-Type: application/pdf",
            "Content-Disposition: attachment; filename=\"Invoice INV-00007.pdf\"",
            "JVBERi0xLjcg4uM=",
        ] {
            assert!(text.contains(part), "{part} is missing in\n{text}");
        }
    }

    #[test]
    fn without_an_address_the_user_fills_it_in() {
        for to in [None, Some(""), Some("  ")] {
            let text = written(to, "Invoice");
            assert!(!text.contains("\r\nTo:") && !text.starts_with("To:"), "{text}");
        }
    }

    #[test]
    fn a_line_break_in_a_subject_begins_no_header() {
        let text = written(Some("ana@mail.example"), "Invoice\r\nBcc: eve@mail.example");
        assert!(text.contains("Subject: Invoice Bcc: eve@mail.example\r\n"), "{text}");
        assert!(!text.contains("\r\nBcc:"), "{text}");
    }

    #[test]
    fn a_wrong_address_is_named() {
        let wrong = |to, from| message(to, from, "s", "b", "a.pdf", vec![]).unwrap_err().to_string();
        let fine = "billing@quietharbor.example";
        assert_eq!(
            wrong(Some("ana at mail"), fine),
            "“ana at mail” is not an e-mail address. Correct it on the client's page."
        );
        assert_eq!(wrong(None, "nobody"), "“nobody” is not an e-mail address. Correct it in Settings, Practice.");
        assert!(message(Some("a@mail.example\r\nBcc: eve@mail.example"), fine, "s", "b", "a.pdf", vec![]).is_err());
    }
}
